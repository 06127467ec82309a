using System.Text.Json;
using Baton.Client;
using Baton.Tests.App;

namespace Baton.Tests.Features.Handoffs;

/// <summary>Why a field is waived is kept with the rest of the form, before anything is handed over.</summary>
public sealed class KeptWaiversTests(SharedApps apps)
{
    private const string Input = "waive.contract_value";

    [Theory, BothEngines]
    public async Task A_reason_is_there_again_after_saving_and_can_be_taken_back(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = await HalfAsync(cast);
        using var ann = await cast.App.VisitAsync(cast.Ann);
        var form = await ann.GetAsync($"/handoffs/{id}/edit");
        var saved = await ann.SubmitAsync(form, "Save", (Input, "Signed on Monday"));
        Assert.Contains("Waived: Contract value", saved.Text, StringComparison.Ordinal);
        Assert.Equal([("Signed on Monday", cast.Ann.Key)], await WaiversAsync(cast, id));

        // Whoever may not waive takes no waiver away.
        using var alice = await cast.App.VisitAsync(cast.Alice);
        await alice.SubmitAsync(await alice.GetAsync($"/handoffs/{id}/edit"), "Save", ("v.note", "Call first."));
        Assert.Equal([("Signed on Monday", cast.Ann.Key)], await WaiversAsync(cast, id));

        var again = await ann.GetAsync($"/handoffs/{id}/edit");
        Assert.Equal("Signed on Monday", ValueOf(again));
        var preview = await ann.SubmitAsync(again, "Preview", (Input, ""));
        Assert.Equal("", ValueOf(preview));
        await ann.SubmitAsync(preview, "Save");
        Assert.Empty(await WaiversAsync(cast, id));

        await ann.SubmitAsync(form, "Save", (Input, "Signed on Tuesday"));
        var handedOver = await ann.SubmitAsync(await ann.GetAsync($"/handoffs/{id}/edit"), "Hand over");
        Assert.Contains("Handed over without Contract value", handedOver.Text, StringComparison.Ordinal);
        Assert.Equal([("Signed on Tuesday", cast.Ann.Key)], await WaiversAsync(cast, id));
    }

    [Theory, EitherEngine]
    public async Task What_the_gate_refuses_keeps_its_reasons_and_so_does_what_was_returned(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = (await cast.Alice.Api.CreateAsync(cast.NewHandoff(Json("{}")) with { Draft = true })).HandoffId;
        using var ann = await cast.App.VisitAsync(cast.Ann);
        var form = await ann.GetAsync($"/handoffs/{id}/edit");
        var refused = await ann.SubmitAsync(form, "Hand over", (Input, "Signed on Monday"));
        Assert.Equal((422, "Signed on Monday"), (refused.Status, ValueOf(refused)));
        Assert.Equal("Signed on Monday", ValueOf(await ann.GetAsync($"/handoffs/{id}/edit")));

        await ann.SubmitAsync(refused, "Hand over", ("v.client_name", "Acme"));
        await cast.Bob.Api.ReturnAsync(id, new([new("client_name", FindingCode.Wrong, "Acme who?")]));
        form = await ann.GetAsync($"/handoffs/{id}/edit");
        await ann.SubmitAsync(form, "Save", (Input, "Signed on Friday"));
        Assert.Equal("Signed on Friday", ValueOf(await ann.GetAsync($"/handoffs/{id}/edit")));
    }

    [Theory, EitherEngine]
    public async Task Only_leads_say_so_and_only_before_it_is_handed_over(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = await HalfAsync(cast);
        Assert.Equal(403, await StatusAsync(cast.Alice, id, new WaiverRequest("contract_value", "Why not")));
        Assert.Equal(422, await StatusAsync(cast.Ann, id, new WaiverRequest("no_field", "Why not")));
        Assert.Equal(422, await StatusAsync(cast.Ann, id, new WaiverRequest("contract_value", " ")));
        Assert.Empty(await WaiversAsync(cast, id));
        Assert.Equal(
            422,
            await StatusAsync(
                cast.Ann,
                (await cast.InitiatedAsync()).HandoffId,
                new WaiverRequest("contract_value", "Why not")
            )
        );
        await cast.Ann.Api.EditAsync(id, new EditRequest(Json("{}"), Waivers: [new("contract_value", "Monday")]));
        Assert.Equal(403, await StatusAsync(cast.Alice, id));
        Assert.Equal([("Monday", cast.Ann.Key)], await WaiversAsync(cast, id));
    }

    private static JsonElement Json(string text) => JsonElement.Parse(text);

    /// <summary>A draft without its contract value.</summary>
    private static async Task<long> HalfAsync(Cast cast) =>
        (
            await cast.Alice.Api.CreateAsync(cast.NewHandoff(Json("""{"client_name": "Acme"}""")) with { Draft = true })
        ).HandoffId;

    private static async Task<int> StatusAsync(Someone who, long id, params WaiverRequest[] waivers) =>
        (await Refusals.RefusedAsync(who.Api.EditAsync(id, new EditRequest(Json("{}"), Waivers: waivers)))).Status;

    private static async Task<IEnumerable<(string, string?)>> WaiversAsync(Cast cast, long id) =>
        (await cast.Ann.Api.GetAsync(id)).Waivers.Select(waiver => (waiver.Reason, waiver.By));

    private static string ValueOf(Seen page) =>
        page.Document.QuerySelector($"[name='{Input}']")!.GetAttribute("value") ?? "";
}
