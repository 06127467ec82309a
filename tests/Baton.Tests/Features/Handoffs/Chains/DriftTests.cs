using System.Text.Json;
using Baton.Client;
using Baton.Features.Notices;
using Baton.Tests.App;
using Microsoft.EntityFrameworkCore;

namespace Baton.Tests.Features.Handoffs.Chains;

/// <summary>What becomes of carried values when their sources change.</summary>
public sealed class DriftTests(SharedApps apps)
{
    private const string Fields = "  - { key: client_name, type: text, required: true }\n  - { key: note, type: text }";

    private const string Carrying =
        "  - { key: client_name, type: text, required: true, carry: client_name }\n  - { key: note, type: text }";

    [Theory, BothEngines]
    public async Task A_correction_marks_what_carries_it_to_the_end_of_the_chain(Engine engine)
    {
        var (chain, first, second, third) = await ThreeLegsAsync(engine);
        var (alice, bob, charlie) = (chain.Cast.Alice.Api, chain.Cast.Bob.Api, chain.Cast.Charlie.Api);
        await CorrectAsync(alice, first, "Acme 2");

        var bobs = await bob.GetAsync(second.HandoffId);
        var drift = Assert.Single(bobs.Drift);
        Assert.Equal(("client_name", "Acme", "Acme 2"), (drift.Field, drift.Was?.GetString(), drift.Now?.GetString()));
        Assert.Equal((first.Url, false), (drift.Ref, drift.Hidden));
        Assert.Equal("Acme", NameOf(bobs));
        Assert.Subset(bobs.AllowedCommands.ToHashSet(), new HashSet<string> { "update", "keep" });

        // Charlie does not see the first leg, so he learns that it changed, not to what.
        var charlies = await charlie.GetAsync(third.HandoffId);
        drift = Assert.Single(charlies.Drift);
        Assert.Equal((null, null, true), (drift.Now, drift.Ref, drift.Hidden));
        Assert.DoesNotContain("Acme 2", Text(await charlie.GetEventsAsync(third.HandoffId)));
        Assert.Equal(403, (await Refusals.RefusedAsync(charlie.UpdateAsync(third.HandoffId))).Status);

        var updated = await bob.UpdateAsync(second.HandoffId);
        Assert.Equal(("Acme 2", 0), (NameOf(updated), updated.Drift.Count));
        Assert.Equal(
            (ProvenanceKind.Carried, first.Url),
            (updated.Provenance!["client_name"].Kind, updated.Provenance["client_name"].Ref)
        );
        Assert.DoesNotContain("update", updated.AllowedCommands);
        drift = Assert.Single((await charlie.GetAsync(third.HandoffId)).Drift);
        Assert.Equal(("Acme 2", second.Url), (drift.Now?.GetString(), drift.Ref));
        var last = await charlie.UpdateAsync(third.HandoffId, new UpdateRequest(["client_name"]));
        Assert.Equal(("Acme 2", 0), (NameOf(last), last.Drift.Count));
        await ToldOnceAsync(chain, second, third);
        Assert.Contains("OK       history", (await chain.Cast.App.AdminAsync("doctor")).Out);
    }

    [Theory, BothEngines]
    public async Task Who_keeps_it_has_decided_it_for_all_that_follows(Engine engine)
    {
        var (chain, first, second, third) = await ThreeLegsAsync(engine);
        var (alice, bob, charlie) = (chain.Cast.Alice.Api, chain.Cast.Bob.Api, chain.Cast.Charlie.Api);
        await CorrectAsync(alice, first, "Acme 2");
        var kept = await bob.KeepAsync(second.HandoffId);
        Assert.Equal(("Acme", 0), (NameOf(kept), kept.Drift.Count));
        Assert.Equal(ProvenanceKind.Typed, kept.Provenance!["client_name"].Kind);
        Assert.Empty((await charlie.GetAsync(third.HandoffId)).Drift);
        await CorrectAsync(alice, first, "Acme 3");
        Assert.Empty((await bob.GetAsync(second.HandoffId)).Drift);
        await CorrectAsync(bob, second, "Acme 4");
        Assert.Equal("Acme 4", Assert.Single((await charlie.GetAsync(third.HandoffId)).Drift).Now?.GetString());

        using var visitor = await chain.Cast.App.VisitAsync(chain.Cast.Bob);
        var page = await visitor.GetAsync($"/handoffs/{second.HandoffId}");
        Assert.Contains("Changed by", page.Document.QuerySelector("[data-source=typed]")!.TextContent);
    }

    [Theory, EitherEngine]
    public async Task Lists_and_the_board_mark_what_changed_at_its_source(Engine engine)
    {
        var (chain, first, second, _) = await ThreeLegsAsync(engine);
        using var bob = await chain.Cast.App.VisitAsync(chain.Cast.Bob);
        await MarkedAsync(0);
        await CorrectAsync(chain.Cast.Alice.Api, first, "Acme 2");
        await MarkedAsync(1);
        var listed = await chain.Cast.Bob.Api.ListAsync(new HandoffQuery { Template = chain.Second });
        Assert.Equal("client_name", Assert.Single(listed.Items.Single().Drift).Field);
        await chain.Cast.Bob.Api.KeepAsync(second.HandoffId);
        await MarkedAsync(0);

        async Task MarkedAsync(int times)
        {
            foreach (var view in (string[])["", "&view=board"])
            {
                var page = await bob.GetAsync($"/handoffs?template={chain.Second}{view}");
                Assert.Equal(
                    Enumerable.Repeat("1 value changed at its source", times),
                    page.Document.QuerySelectorAll("[data-drifted]").Select(mark => mark.TextContent)
                );
            }
        }
    }

    [Theory, BothEngines]
    public async Task What_is_over_stays_as_it_is_and_passes_it_on(Engine engine)
    {
        var (chain, first, second, third) = await ThreeLegsAsync(engine);
        var (alice, bob, charlie) = (chain.Cast.Alice.Api, chain.Cast.Bob.Api, chain.Cast.Charlie.Api);
        var withdrawn = await bob.CreateAsync(
            new CreateHandoffRequest(chain.Second, Json(new { }), ParentId: first.HandoffId)
        );
        await bob.WithdrawAsync(withdrawn.HandoffId, new WithdrawRequest("no longer needed"));
        var below = await charlie.CreateAsync(
            new CreateHandoffRequest(chain.Third, Json(new { }), Draft: true, ParentId: withdrawn.HandoffId)
        );
        await charlie.AcceptAsync(second.HandoffId);
        var completed = await charlie.CompleteAsync(second.HandoffId);
        await CorrectAsync(alice, first, "Acme 2");

        foreach (var over in (HandoffRecord[])[completed, withdrawn])
        {
            var after = await bob.GetAsync(over.HandoffId);
            Assert.Equal(("Acme", 0), (NameOf(after), after.Drift.Count));
        }

        foreach (var live in (HandoffRecord[])[third, below])
            Assert.Single((await charlie.GetAsync(live.HandoffId)).Drift);
        Assert.Equal(409, (await Refusals.RefusedAsync(bob.KeepAsync(completed.HandoffId))).Status);

        // A handoff created later takes its value from the source, whatever was completed between them.
        var later = await chain.HandOverAsync(chain.Third, new { }, completed.HandoffId);
        var drift = Assert.Single(later.Drift);
        Assert.Equal(("Acme", "Acme"), (NameOf(later), drift.Was?.GetString()));
        Assert.Equal("Acme 2", Assert.Single((await RootsAsync(chain, later)).Drift).Now?.GetString());

        // It is again what it was: nothing differs any more.
        await CorrectAsync(alice, first, "Acme");
        foreach (var live in (HandoffRecord[])[third, below, later])
            Assert.Empty((await charlie.GetAsync(live.HandoffId)).Drift);
    }

    [Theory, BothEngines]
    public async Task What_was_marked_when_it_ended_marks_nothing_that_begins_after_the_source_changed_back(
        Engine engine
    )
    {
        var (chain, first, second, _) = await ThreeLegsAsync(engine);
        await CorrectAsync(chain.Cast.Alice.Api, first, "Acme 2");
        await chain.Cast.Bob.Api.WithdrawAsync(second.HandoffId, new WithdrawRequest("no longer needed"));
        await CorrectAsync(chain.Cast.Alice.Api, first, "Acme");
        Assert.Empty((await chain.HandOverAsync(chain.Third, new { }, second.HandoffId)).Drift);
    }

    private static Task<HandoffRecord> RootsAsync(ChainCast chain, HandoffRecord handoff) =>
        chain.Cast.Root.Api.GetAsync(handoff.HandoffId);

    [Theory, EitherEngine]
    public async Task What_begins_later_is_marked_at_once_and_what_is_typed_settles_it(Engine engine)
    {
        var (chain, first, second, _) = await ThreeLegsAsync(engine);
        await CorrectAsync(chain.Cast.Alice.Api, first, "Acme 2");
        var later = await chain.HandOverAsync(chain.Third, new { }, second.HandoffId);
        Assert.Equal(("Acme", "client_name"), (NameOf(later), Assert.Single(later.Drift).Field));
        var typed = await chain.HandOverAsync(chain.Third, new { client_name = "Mine" }, second.HandoffId);
        Assert.Empty(typed.Drift);

        var bob = chain.Cast.Bob.Api;
        var refused = await Refusals.RefusedAsync(bob.UpdateAsync(second.HandoffId, new UpdateRequest(["note"])));
        Assert.Equal((422, "fields[0]"), (refused.Status, Assert.Single(refused.Errors!).Field));
        // A form sends every field; what was not touched there is not decided.
        await bob.EditAsync(second.HandoffId, new EditRequest(Json(new { client_name = "Acme", note = "Call" })));
        Assert.Single((await bob.GetAsync(second.HandoffId)).Drift);
        Assert.Single((await chain.Cast.Charlie.Api.GetAsync(later.HandoffId)).Drift);
        var same = await bob.EditAsync(second.HandoffId, new EditRequest(Json(new { client_name = "Acme 2" })));
        Assert.Equal((0, ProvenanceKind.Carried), (same.Drift.Count, same.Provenance!["client_name"].Kind));
        Assert.Equal(same.Version, (await bob.UpdateAsync(second.HandoffId)).Version);
    }

    [Theory, EitherEngine]
    public async Task The_page_and_the_command_line_update_and_keep(Engine engine)
    {
        var (chain, first, second, third) = await ThreeLegsAsync(engine);
        await CorrectAsync(chain.Cast.Alice.Api, first, "Acme 2");
        using var bob = await chain.Cast.App.VisitAsync(chain.Cast.Bob);
        var page = await bob.GetAsync($"/handoffs/{second.HandoffId}");
        Assert.Contains("Acme 2", page.Document.QuerySelector("[data-drift=client_name]")!.TextContent);
        var after = await bob.SubmitAsync(page, "Update");
        Assert.Null(after.Document.QuerySelector("[data-drift]"));
        Assert.Equal("Acme 2", NameOf(await chain.Cast.Bob.Api.GetAsync(second.HandoffId)));

        // Alice receives the third leg: she sees that it changed, and has nothing to decide.
        using var alice = await chain.Cast.App.VisitAsync(chain.Cast.Alice);
        var hers = await alice.GetAsync($"/handoffs/{third.HandoffId}");
        Assert.Contains("cannot see", hers.Document.QuerySelector("[data-drift]")!.TextContent);
        Assert.Null(hers.Document.QuerySelector("form[action$='/keep']"));

        var said = await chain.Cast.App.CliAsync(chain.Cast.Charlie, "handoff", "keep", $"{third.HandoffId}");
        Assert.Contains("its values are kept", said.Done().Out);
        var kept = await chain.Cast.Charlie.Api.GetAsync(third.HandoffId);
        Assert.Equal(("Acme", 0), (NameOf(kept), kept.Drift.Count));
        await CorrectAsync(chain.Cast.Alice.Api, first, "Acme 3");
        var update = await chain.Cast.App.CliAsync(chain.Cast.Bob, "handoff", "update", $"{second.HandoffId}");
        Assert.Contains("has the values of its sources", update.Done().Out);
    }

    [Theory, EitherEngine]
    public async Task The_gate_judges_what_is_taken_over(Engine engine)
    {
        var strict = "  - { key: client_name, type: text, required: true, carry: client_name, max_length: 6 }";
        var chain = await ChainCast.Of(await apps.CastOn(engine), Fields, strict, Carrying);
        var first = await chain.HandOverAsync(chain.First, new { client_name = "Acme" });
        var second = await chain.HandOverAsync(chain.Second, new { }, first.HandoffId);
        await CorrectAsync(chain.Cast.Alice.Api, first, "Acme of the North");
        var refused = await Refusals.RefusedAsync(chain.Cast.Bob.Api.UpdateAsync(second.HandoffId));
        Assert.Equal((422, "client_name"), (refused.Status, Assert.Single(refused.Errors!).Field));
        var still = await chain.Cast.Bob.Api.GetAsync(second.HandoffId);
        Assert.Equal(("Acme", 1), (NameOf(still), still.Drift.Count));
    }

    [Theory, EitherEngine]
    public async Task A_program_says_where_it_took_a_value_from(Engine engine)
    {
        var (chain, first, second, _) = await ThreeLegsAsync(engine);
        var alice = chain.Cast.Alice.Api;
        var values = Json(new { client_name = "Acme 2" });
        var deal = "https://crm.example/deals/7";
        var name = (await alice.EditAsync(first.HandoffId, new EditRequest(values, deal))).Provenance!["client_name"];
        Assert.Equal((ProvenanceKind.Hook, deal, chain.Cast.Alice.Key), (name.Kind, name.Ref, name.By));
        Assert.Single((await chain.Cast.Bob.Api.GetAsync(second.HandoffId)).Drift);
        using var visitor = await chain.Cast.App.VisitAsync(chain.Cast.Alice);
        var line = (await visitor.GetAsync($"/handoffs/{first.HandoffId}")).Document.QuerySelector(
            "[data-source=hook]"
        )!;
        Assert.Equal(
            (deal, "crm.example"),
            (line.QuerySelector("a")!.GetAttribute("href"), line.QuerySelector("a")!.TextContent)
        );
        var refused = await Refusals.RefusedAsync(
            alice.EditAsync(first.HandoffId, new EditRequest(values, new string('x', 501)))
        );
        Assert.Equal((422, "source"), (refused.Status, Assert.Single(refused.Errors!).Field));
    }

    private async Task<(ChainCast Chain, HandoffRecord, HandoffRecord, HandoffRecord)> ThreeLegsAsync(Engine engine)
    {
        var chain = await ChainCast.Of(await apps.CastOn(engine), Fields, Carrying, Carrying);
        var first = await chain.HandOverAsync(chain.First, new { client_name = "Acme" });
        var second = await chain.HandOverAsync(chain.Second, new { }, first.HandoffId);
        return (chain, first, second, await chain.HandOverAsync(chain.Third, new { }, second.HandoffId));
    }

    private static Task<HandoffRecord> CorrectAsync(BatonClient api, HandoffRecord handoff, string name) =>
        api.EditAsync(handoff.HandoffId, new EditRequest(Json(new { client_name = name })));

    private static async Task ToldOnceAsync(ChainCast chain, params HandoffRecord[] handoffs)
    {
        foreach (var handoff in handoffs)
        {
            var kinds = await chain.Cast.App.ReadAsync(db =>
                db.Notices.Where(notice => notice.HandoffId == handoff.HandoffId)
                    .Select(notice => notice.Kind)
                    .ToListAsync()
            );
            Assert.Single(kinds, kind => kind == "context.drifted");
        }
    }

    private static string? NameOf(HandoffRecord handoff) => handoff.Context.GetProperty("client_name").GetString();

    private static JsonElement Json<T>(T value) => JsonSerializer.SerializeToElement(value, BatonJson.Options);

    private static string Text<T>(T value) => JsonSerializer.Serialize(value, BatonJson.Options);
}
