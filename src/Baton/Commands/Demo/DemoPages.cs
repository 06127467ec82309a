using Baton.Features.SignIn;
using Baton.Web.Pages;
using MimeKit;

namespace Baton.Commands.Demo;

/// <summary>The pages that a demo has beside those of a real server.</summary>
internal static class DemoPages
{
    internal static void Map(WebApplication app, string password)
    {
        var open = app.MapOpenPages();
        open.MapPost(
            DemoGuide.SignInPath,
            async (HttpContext http, PasswordSignIn signIn) =>
            {
                var person = (await Form.ReadAsync(http)).Text("person");
                await signIn.RunAsync(person, password, stay: false, http.RequestAborted);
                return Results.LocalRedirect("/");
            }
        );
        open.MapGet(DemoGuide.MailPath, (DemoMailbox mailbox) => Page.Of<DemoMailPage>(new { Mails = mailbox.Newest }));
        open.MapGet(
            DemoGuide.MailPath + "/{number:int}",
            (int number, DemoMailbox mailbox, HttpContext http) =>
                Find(mailbox, number) is { } mail
                    ? Results.Text(mail.HtmlBody ?? mail.TextBody, mail.HtmlBody is null ? "text/plain" : "text/html")
                    : Page.Of(Refusal.NotFound("mail"))
        );
        open.MapGet(
            DemoGuide.MailPath + "/{number:int}/text",
            (int number, DemoMailbox mailbox) =>
                Find(mailbox, number) is { } mail ? Results.Text(mail.TextBody) : Page.Of(Refusal.NotFound("mail"))
        );
    }

    private static MimeMessage? Find(DemoMailbox mailbox, int number) =>
        mailbox.Newest.FirstOrDefault(kept => kept.Number == number).Mail;
}
