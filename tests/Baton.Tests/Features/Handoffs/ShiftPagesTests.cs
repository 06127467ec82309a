using Baton.Client;
using Baton.Tests.App;

namespace Baton.Tests.Features.Handoffs;

/// <summary>The sheet of a shift: everything is done on it, without a script.</summary>
public sealed class ShiftPagesTests(SharedApps apps)
{
    [Theory, EitherEngine]
    public async Task A_shift_is_prepared_handed_over_and_accepted_on_the_sheet(Engine engine)
    {
        var cast = await ShiftTests.CastAsync(apps, engine);
        using var alice = await cast.App.VisitAsync(cast.Alice);
        var sheet = await alice.SubmitAsync(
            await alice.GetAsync($"/hand-over/{cast.Template_}"),
            "Continue to the list"
        );
        Assert.EndsWith("/shift", sheet.Path, StringComparison.Ordinal);
        var id = long.Parse(sheet.Path.Split('/')[2], System.Globalization.CultureInfo.InvariantCulture);
        var refused = await alice.SubmitAsync(sheet, "Hand over and sign");
        Assert.Equal(422, refused.Status);
        Assert.Contains("nothing to hand over", refused.Document.QuerySelector(".note.bad")!.TextContent);

        var form = await alice.GetAsync($"/handoffs/{id}/items");
        var unsaid = await alice.SubmitAsync(form, "Save", ("v.bed", "12"), ("v.name", "M. Horn"));
        Assert.Equal(422, unsaid.Status);
        Assert.Contains("how closely", unsaid.Document.QuerySelector(".note.bad")!.TextContent);
        var listed = await alice.SubmitAsync(
            form,
            "Save",
            ("v.bed", "12"),
            ("v.name", "M. Horn"),
            ("severity", "unstable")
        );
        Assert.Contains("12 M. Horn", listed.Document.QuerySelector(".shift h2")!.TextContent);
        var handed = await alice.SubmitAsync(listed, "Hand over and sign");
        Assert.Equal((200, $"/handoffs/{id}/shift"), (handed.Status, handed.Path));

        using var bob = await cast.App.VisitAsync(cast.Bob);
        var read = await bob.GetAsync($"/handoffs/{id}/shift");
        var silent = await bob.SubmitAsync(read, "Accept and sign");
        Assert.Equal(422, silent.Status);
        var key = (await cast.Bob.Api.GetAsync(id)).Shift!.Items[0].Key;
        var signed = await bob.SubmitAsync(read, "Accept and sign", ($"read_back.{key}", "Call the doctor."));
        Assert.Equal(200, signed.Status);
        Assert.Contains(
            "Call the doctor.",
            signed.Document.QuerySelector("[data-part=items]")!.TextContent,
            StringComparison.Ordinal
        );
        Assert.Equal(HandoffStatus.Accepted, (await cast.Bob.Api.GetAsync(id)).Status);
        Assert.Contains(
            "12 M. Horn",
            (await bob.GetAsync($"/handoffs/{id}")).Document.QuerySelector("#items")!.TextContent
        );
    }

    [Theory, EitherEngine]
    public async Task An_item_that_is_marked_as_something_unknown_stays_as_it_is(Engine engine)
    {
        var cast = await ShiftTests.CastAsync(apps, engine);
        var id = (
            await cast.Alice.Api.CreateAsync(
                new CreateHandoffRequest(cast.Template_, ShiftTests.Items(ShiftTests.Seven))
            )
        ).HandoffId;
        using var bob = await cast.App.VisitAsync(cast.Bob);
        var sheet = await bob.GetAsync($"/handoffs/{id}/shift");
        foreach (var unknown in (string[])["seen", "", "0", "accepted,flagged"])
        {
            var refused = await bob.SubmitAsync(sheet, "Accept", ("as", unknown));
            Assert.Equal(422, refused.Status);
            Assert.Contains("accepted, flagged, closed", refused.Text, StringComparison.Ordinal);
        }

        Assert.Equal(ItemState.Open, (await cast.Bob.Api.GetAsync(id)).Shift!.Items[0].State);
    }

    [Theory, EitherEngine]
    public async Task Nothing_to_hand_over_is_said_by_name(Engine engine)
    {
        var cast = await ShiftTests.CastAsync(apps, engine);
        using var alice = await cast.App.VisitAsync(cast.Alice);
        var id = (await ShiftTests.DraftAsync(cast)).HandoffId;
        var sheet = await alice.GetAsync($"/handoffs/{id}/shift");
        var handed = await alice.SubmitAsync(sheet, "Hand over and sign", ("nothing", "true"));
        Assert.Equal(200, handed.Status);
        Assert.Equal(HandoffStatus.Initiated, (await cast.Alice.Api.GetAsync(id)).Status);
    }
}
