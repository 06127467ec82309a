using Baton.Client;
using Baton.Features.Organization;
using Baton.Features.People;
using Baton.Features.SignIn;
using Baton.Tests.App;
using Baton.Tests.Channels;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using static Baton.Tests.App.Refusals;

namespace Baton.Tests.Features.People;

/// <summary>Links to accounts that go out by email.</summary>
public sealed class InvitationMailTests(SmtpServer smtp) : IClassFixture<SmtpServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EitherEngine]
    public async Task Several_are_invited_at_once_and_an_invitation_is_sent_again(Engine engine)
    {
        await using var app = await StartAsync(engine);
        var cast = await app.CastAsync();
        using var root = await app.VisitAsync(cast.Root);
        var (first, second) = ($"a-{cast.Bob.Key}@example.org", $"b-{cast.Bob.Key}@example.org");
        var refused = await root.SubmitAsync(
            await root.GetAsync("/people"),
            "Invite",
            ("emails", $"{first}\nleo-halyard, {second}; <script>alert(1)</script>@x"),
            ("team", cast.Receiver)
        );
        Assert.Equal(422, refused.Status);
        Assert.Contains("'leo-halyard' is not an email address", refused.Text, StringComparison.Ordinal);
        Assert.Empty((await cast.Root.Api.ListInvitationsAsync(Cancel)).Items);

        var sent = await root.SubmitAsync(
            await root.GetAsync("/people"),
            "Invite",
            ("emails", $"A <{first}>\n{second}, {second.ToUpperInvariant()}"),
            ("team", cast.Receiver)
        );
        Assert.Contains("2 emails were sent.", sent.Text, StringComparison.Ordinal);
        Assert.Null(sent.Document.QuerySelector("#link"));
        var former = await LinkToAsync(first);
        var invitation = (await cast.Root.Api.ListInvitationsAsync(Cancel)).Items.Single(link => link.Email == first);
        Assert.Equal((cast.Receiver, true), (invitation.Team, invitation.MailedAt is not null));

        await root.SubmitAsync(await root.GetAsync("/people"), $"Send again: {first}");
        var mail = await smtp.WaitForAsync(
            candidate => candidate.RcptTo.Contains(first) && LinkIn(candidate) != former,
            Cancel
        );
        using var visitor = new Visitor(app);
        Assert.Equal(404, (await visitor.GetAsync(former)).Status);
        Assert.Equal(200, (await visitor.GetAsync(LinkIn(mail))).Status);
    }

    [Theory, EitherEngine]
    public async Task Whoever_is_added_gets_a_mail_and_their_address_is_confirmed_by_it(Engine engine)
    {
        await using var app = await StartAsync(engine);
        var cast = await app.CastAsync();
        var key = $"new-{cast.Bob.Key}";
        var request = new AddPersonRequest(key, "New", $"{key}@example.org", Team: cast.Receiver);
        var added = await cast.Ben.Api.AddPersonAsync(request, Cancel);
        Assert.Null(added.Link);
        Assert.False(await IsProvedAsync(app, key));
        var link = await LinkToAsync($"{key}@example.org");
        using var visitor = new Visitor(app);
        await visitor.SubmitAsync(await visitor.GetAsync(link), "Save password", ("password", Visitor.Password));
        Assert.True(await IsProvedAsync(app, key));

        await cast.Ben.Api.AddPersonAsync(
            request with
            {
                Person = $"q{key}",
                Email = $"q{key}@example.org",
                Invite = false,
            },
            Cancel
        );
        Assert.Empty((await cast.Ben.Api.ListInvitationsAsync(Cancel)).Items);
    }

    [Theory, EitherEngine]
    public async Task A_forgotten_password_is_reset_by_mail_once_and_ends_the_sessions(Engine engine)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));
        await using var app = await StartAsync(engine, time);
        var cast = await app.CastAsync();
        using var bob = await app.VisitAsync(cast.Bob);
        using var visitor = new Visitor(app);
        var answers = new List<string>();
        foreach (var name in (string[])[$"{cast.Bob.Key}@example.org", "nobody@example.org", "<b>\u202E"])
            answers.Add(await AskAsync(visitor, name));
        Assert.Single(answers.Distinct());

        var link = await LinkToAsync($"{cast.Bob.Key}@example.org");
        await visitor.SubmitAsync(
            await visitor.GetAsync(link),
            "Save password",
            ("password", "four unrelated new words")
        );
        Assert.Contains("/sign-in", (await bob.GetAsync("/account")).Path, StringComparison.Ordinal);
        Assert.Equal(404, (await visitor.GetAsync(link)).Status);

        time.Advance(TimeSpan.FromMinutes(6));
        await AskAsync(visitor, cast.Bob.Key);
        var late = LinkIn(
            await smtp.WaitForAsync(
                mail => mail.RcptTo.Contains($"{cast.Bob.Key}@example.org") && LinkIn(mail) != link,
                Cancel
            )
        );
        // In the language of their account, whatever browser opens it.
        await cast.Bob.Api.PutMeAsync(new MeRequest(Language: "de"));
        using var french = new Visitor(app);
        french.Speak("fr");
        Assert.Equal("de", (await french.GetAsync(late)).Document.DocumentElement.GetAttribute("lang"));
        time.Advance(TimeSpan.FromMinutes(61));
        Assert.Equal(404, (await visitor.GetAsync(late)).Status);
    }

    [Theory, BothEngines]
    public async Task A_link_that_was_promised_is_mailed_by_the_next_server(Engine engine)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));
        await using var broken = await StartAsync(engine, time, "smtp://127.0.0.1:1");
        var cast = await broken.CastAsync();
        using var visitor = new Visitor(broken);
        await AskAsync(visitor, cast.Ann.Key);
        await AskAsync(visitor, "nobody-at-all");
        // The link is made, the mail server takes nothing, and the server is gone.
        await Wait.ForAsync(
            () => broken.ReadAsync(db => db.Invitations.CountAsync(link => link.PersonKey == cast.Ann.Key)),
            links => links == 1
        );
        await broken.App.StopAsync(Cancel);
        time.Advance(TimeSpan.FromMinutes(3));

        await using var next = await BatonApp.StartAsync(broken.Storage, Settings(smtp.Url), time);
        var link = await LinkToAsync($"{cast.Ann.Key}@example.org");
        using var later = new Visitor(next);
        Assert.Equal(200, (await later.GetAsync(link)).Status);
        await Wait.ForAsync(() => next.ReadAsync(db => db.Set<AskedReset>().CountAsync()), waiting => waiting == 0);
    }

    [Theory, EitherEngine]
    public async Task Links_for_a_new_password_are_limited_and_blank_names_refused(Engine engine)
    {
        await using var app = await StartAsync(engine);
        using var visitor = new Visitor(app);
        foreach (var blank in (string[])["", "  ", new string('x', 100_000)])
            Assert.Equal(422, (await SendAsync(visitor, blank)).Status);
        for (var i = 0; i < 3; i++)
            Assert.Equal(200, (await SendAsync(visitor, "nobody-here")).Status);
        Assert.Equal(429, (await SendAsync(visitor, "nobody-here")).Status);
    }

    private Task<BatonApp> StartAsync(Engine engine, TimeProvider? time = null, string? mailServer = null) =>
        BatonApp.StartAsync(engine, Settings(mailServer ?? smtp.Url), time: time);

    private static Dictionary<string, string?> Settings(string mailServer) =>
        new() { ["BATON_SMTP_URL"] = mailServer, ["BATON_MAIL_FROM"] = "baton@example.org" };

    private static async Task<string> AskAsync(Visitor visitor, string name)
    {
        var answer = await SendAsync(visitor, name);
        Assert.Equal(200, answer.Status);
        return answer.Text;
    }

    private static async Task<Seen> SendAsync(Visitor visitor, string name) =>
        await visitor.SubmitAsync(await visitor.GetAsync("/sign-in/forgot"), "Send link", ("name", name));

    private async Task<string> LinkToAsync(string address) =>
        LinkIn(await smtp.WaitForAsync(mail => mail.RcptTo.Contains(address), Cancel));

    private static string LinkIn(ReceivedMail mail) =>
        new Uri(
            mail.Open()
                .TextBody!.Split('\n')
                .Single(line => line.Contains("/join?code=", StringComparison.Ordinal))
                .Trim()
        ).PathAndQuery;

    private static Task<bool> IsProvedAsync(BatonApp app, string key) =>
        app.ReadAsync(db => db.People.AnyAsync(person => person.Key == key && person.EmailProvedAt != null));
}
