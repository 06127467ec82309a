using Baton.Client;
using Baton.Tests.App;

namespace Baton.Tests.Web;

/// <summary>A form that names something unknown is refused, as the API refuses it; nothing is done instead.</summary>
public sealed class UnknownCodesTests(SharedApps apps)
{
    [Theory, EitherEngine]
    public async Task No_form_takes_an_unknown_word_for_a_known_one(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = (await cast.InitiatedAsync()).HandoffId;
        using var bob = await cast.App.VisitAsync(cast.Bob);
        await IsRefusedAsync(bob, $"/handoffs/{id}/decline", "Decline", ("code", "because"), ("note", "No."));
        await IsRefusedAsync(
            bob,
            $"/handoffs/{id}/return",
            "Return",
            ("field", "contract_value"),
            ("code.contract_value", "strange"),
            ("note.contract_value", "Look.")
        );
        Assert.Equal(HandoffStatus.Initiated, (await cast.Bob.Api.GetAsync(id)).Status);
        var accepted = await cast.Bob.Api.AcceptAsync(id);
        await IsRefusedAsync(bob, $"/handoffs/{id}/flag_gap", "Report a gap", ("code", "2"));
        await IsRefusedAsync(bob, $"/handoffs/{id}", accepted.Checklist[0].Text, ("done", "maybe"));
        var after = await cast.Bob.Api.GetAsync(id);
        Assert.Equal(accepted.Version, after.Version);
    }

    [Theory, EitherEngine]
    public async Task Nobody_becomes_what_no_role_is_called(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        using var ben = await cast.App.VisitAsync(cast.Ben);
        var path = $"/teams/{cast.Receiver}";
        var page = await ben.GetAsync(path);
        var button = page.Document.QuerySelector("button[name=role]")!;
        var refused = await ben.SubmitAsync(page, button.TextContent.Trim(), ("role", "captain"));
        Assert.Equal(422, refused.Status);
        Assert.Contains("member, lead", refused.Text, StringComparison.Ordinal);
    }

    [Theory, EitherEngine]
    public async Task A_filter_that_cannot_be_read_does_not_send_everything_again(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        using var root = await cast.App.VisitAsync(cast.Root);
        var page = await root.GetAsync("/account");
        var form = page.Document.QuerySelector("input[name=form]")!.GetAttribute("value")!;
        foreach (var filter in ((string, string)[])[("state", "gone"), ("handoff_id", "many")])
            Assert.Equal(422, (await root.PostAsync("/deliveries/replay", [("form", form), filter])).Status);
    }

    private static async Task IsRefusedAsync(
        Visitor visitor,
        string path,
        string button,
        params (string Name, string Value)[] typed
    )
    {
        var refused = await visitor.SubmitAsync(await visitor.GetAsync(path), button, typed);
        Assert.Equal(422, refused.Status);
        Assert.Contains("must be ", refused.Text, StringComparison.Ordinal);
    }
}
