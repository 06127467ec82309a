using System.Globalization;
using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Baton.Client;
using Baton.Features.Drafts;
using Baton.Tests.App;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Baton.Tests.Features.Handoffs;

/// <summary>What somebody is typing is saved for them alone, before they submit anything.</summary>
public sealed class TypedDraftTests(SharedApps apps)
{
    [Theory, BothEngines]
    public async Task Is_found_again_by_its_author_and_seen_by_nobody_else(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        using var alice = await cast.App.VisitAsync(cast.Alice);
        var path = $"/hand-over/{cast.Template_}";
        var kept = await SaveAsync(alice, await alice.GetAsync(path), path, ("v.client_name", "Vantage Optik"));
        var other = Guid.NewGuid().ToString("N");
        kept = await SaveAsync(alice, await alice.GetAsync(path), path, kept, ("v.client_name", other));
        Assert.Equal(2, kept.Version);

        foreach (var page in (string[])["/", "/drafts", path])
            Assert.Contains($"{path}?draft={kept.Id}", Links(await alice.GetAsync(page)));
        var again = await alice.GetAsync($"{path}?draft={kept.Id}");
        Assert.Equal(other, ValueOf(again, "v.client_name"));
        Assert.DoesNotContain($"{path}?draft={kept.Id}", Links(again));

        foreach (var someone in (Someone[])[cast.Ann, cast.Ben, cast.Root])
        {
            using var visitor = await cast.App.VisitAsync(someone);
            foreach (var page in (string[])["/", "/drafts", "/handoffs", path, $"{path}?draft={kept.Id}", "/audit"])
                Assert.DoesNotContain(
                    other,
                    (await visitor.GetAsync(page)).Document.Source.Text,
                    StringComparison.Ordinal
                );
            Assert.Equal(404, (await PostAsync(visitor, await visitor.GetAsync("/drafts"), path, kept)).Status);
            await visitor.PostAsync(
                $"/drafts/{kept.Id}/discard",
                [("form", FormOf(await visitor.GetAsync("/account"))), ("do", "")]
            );
        }

        Assert.Empty((await cast.Ann.Api.ListAsync(new HandoffQuery { Team = cast.Sender })).Items);
        Assert.Equal(other, ValueOf(await alice.GetAsync($"{path}?draft={kept.Id}"), "v.client_name"));
    }

    [Theory, BothEngines]
    public async Task Is_used_up_by_what_is_made_of_it(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        using var alice = await cast.App.VisitAsync(cast.Alice);
        var path = $"/hand-over/{cast.Template_}";
        var first = await alice.GetAsync(path);
        var kept = await SaveAsync(alice, first, path, ("v.client_name", "Acme"));
        var page = await alice.GetAsync($"{path}?draft={kept.Id}");
        var refused = await alice.SubmitAsync(page, "Hand over");
        Assert.Equal((422, "Acme"), (refused.Status, ValueOf(refused, "v.client_name")));
        Assert.Equal(kept.Id.ToString(CultureInfo.InvariantCulture), ValueOf(refused, "draft"));
        var done = await alice.SubmitAsync(refused, "Hand over", ("v.contract_value", "5000"));
        Assert.Equal((200, "Acme"), (done.Status, done.Heading.Split('#')[0].Trim()));
        Assert.DoesNotContain($"draft={kept.Id}", (await alice.GetAsync("/drafts")).Document.Source.Text);
        // Going back to its form leads to what was made of it, for its author alone.
        Assert.Equal(done.Path, (await alice.GetAsync($"{path}?draft={kept.Id}")).Path);
        using var ann = await cast.App.VisitAsync(cast.Ann);
        foreach (var (reader, form) in ((Visitor, string)[])[(ann, path), (alice, "/templates/new")])
            Assert.Equal($"{form}?draft={kept.Id}", (await reader.GetAsync($"{form}?draft={kept.Id}")).Path);

        var late = await alice.SubmitAsync(page, "Hand over", ("v.contract_value", "7000"));
        Assert.Equal(409, late.Status);
        Assert.Contains("submitted already", Assert.Single(late.Faults));
        Assert.Equal("Acme", ValueOf(late, "v.client_name"));
        Assert.Single((await cast.Ann.Api.ListAsync(new HandoffQuery { Team = cast.Sender })).Items);
        await alice.SubmitAsync(late, "Hand over");
        Assert.Equal(2, (await cast.Ann.Api.ListAsync(new HandoffQuery { Team = cast.Sender })).Items.Count);
    }

    [Theory, EitherEngine]
    public async Task Nothing_typed_goes_to_make_room(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        using var alice = await cast.App.VisitAsync(cast.Alice);
        var path = $"/hand-over/{cast.Template_}";
        var page = await alice.GetAsync(path);
        var first = await SaveAsync(alice, page, path, ("v.client_name", "The first"));
        for (var i = 1; i < SaveDraft.MostOfOne; i++)
            await SaveAsync(alice, page, path, ("v.client_name", "Another"));
        var (status, body) = await PostAsync(alice, page, path, null, ("v.client_name", "Too many"));
        Assert.Equal((409, "too-many-drafts"), (status, body.GetProperty("fault").GetString()));
        Assert.Equal(
            "Not saved: you have 100 drafts. Discard one that you no longer need.",
            body.GetProperty("detail").GetString()
        );
        Assert.Equal("The first", ValueOf(await alice.GetAsync($"{path}?draft={first.Id}"), "v.client_name"));
        await SaveAsync(alice, page, path, first, ("v.client_name", "Still the first"));
        await alice.PostAsync($"/drafts/{first.Id}/discard", [("form", FormOf(page))]);
        await SaveAsync(alice, page, path, ("v.client_name", "There is room again"));
    }

    [Theory, BothEngines]
    public async Task A_long_title_is_cut_between_characters(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        using var alice = await cast.App.VisitAsync(cast.Alice);
        var page = await alice.GetAsync($"/hand-over/{cast.Template_}");
        var title = new string('a', 199) + "🚀🚀";
        var answer = await alice.PostAsync(
            $"/drafts?for={Uri.EscapeDataString(page.Path)}&title={Uri.EscapeDataString(title)}",
            [("form", FormOf(page)), ("v.client_name", "Acme")]
        );
        Assert.Equal(200, answer.Status);
        Assert.Contains(new string('a', 199), (await alice.GetAsync("/drafts")).Text, StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task Of_two_tabs_the_later_is_told_and_keeps_what_it_has(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        using var alice = await cast.App.VisitAsync(cast.Alice);
        var path = $"/hand-over/{cast.Template_}";
        var kept = await SaveAsync(alice, await alice.GetAsync(path), path, ("v.client_name", "One"));
        var tab = await alice.GetAsync($"{path}?draft={kept.Id}");
        var newer = await SaveAsync(alice, tab, path, kept, ("v.client_name", "Two"));
        var answer = await PostAsync(alice, tab, path, kept, ("v.client_name", "Three"));
        Assert.Equal((409, "draft-changed"), (answer.Status, answer.Body.GetProperty("fault").GetString()));
        Assert.Equal(
            newer.Version.ToString(CultureInfo.InvariantCulture),
            answer.Body.GetProperty("detail").GetString()
        );
        Assert.Equal("Two", ValueOf(await alice.GetAsync($"{path}?draft={kept.Id}"), "v.client_name"));

        var stale = await alice.SubmitAsync(tab, "Save draft", ("v.client_name", "Three"));
        Assert.Equal((409, "Three"), (stale.Status, ValueOf(stale, "v.client_name")));
        Assert.Contains("changed in another tab", Assert.Single(stale.Faults));
        Assert.Equal("Three", (await alice.SubmitAsync(stale, "Save draft")).Heading.Split('#')[0].Trim());
    }

    /// <summary>As a page that is left sends its last save while the one before is still on its way.</summary>
    [Theory, BothEngines]
    public async Task Of_two_saves_of_one_page_the_later_wins_whichever_arrives_first(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        using var alice = await cast.App.VisitAsync(cast.Alice);
        var path = $"/hand-over/{cast.Template_}";
        var page = await alice.GetAsync(path);
        var last = await SaveAsync(alice, page, path, [.. Turn("left", 2), ("v.client_name", "Acme GmbH")]);
        var first = await SaveAsync(alice, page, path, [.. Turn("left", 1), ("v.client_name", "Acme")]);
        Assert.Equal(last, first);
        Assert.Equal("Acme GmbH", await NowAsync());

        last = await SaveAsync(alice, page, path, last, [.. Turn("left", 4), ("v.client_name", "Acme AG")]);
        await SaveAsync(alice, page, path, last, [.. Turn("left", 3), ("v.client_name", "Acme A")]);
        Assert.Equal("Acme AG", await NowAsync());
        var stale = last with { Version = 1 };
        await SaveAsync(alice, page, path, stale, [.. Turn("left", 5), ("v.client_name", "Acme SE")]);
        Assert.Equal("Acme SE", await NowAsync());

        // Another page is told as before, and what it then keeps is not overtaken by the first one's.
        var (status, _) = await PostAsync(alice, page, path, stale, [.. Turn("other", 9), ("v.client_name", "Other")]);
        Assert.Equal(409, status);
        var other = last with { Version = last.Version + 1 };
        await SaveAsync(alice, page, path, other, [.. Turn("other", 9), ("v.client_name", "Other")]);
        (status, _) = await PostAsync(alice, page, path, other, [.. Turn("left", 6), ("v.client_name", "Late")]);
        Assert.Equal((409, "Other"), (status, await NowAsync()));

        static (string, string)[] Turn(string tab, int turn) => [("draft-tab", tab), ("draft-turn", $"{turn}")];

        async Task<string> NowAsync() => ValueOf(await alice.GetAsync($"{path}?draft={last.Id}"), "v.client_name");
    }

    [Theory, BothEngines]
    public async Task Of_a_handoff_and_of_a_template_too(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        using var alice = await cast.App.VisitAsync(cast.Alice);
        var edit = $"/handoffs/{(await cast.ReturnedAsync()).HandoffId}/edit";
        var kept = await SaveAsync(alice, await alice.GetAsync(edit), edit, ("reply.contract_value", "It is right"));
        var again = await alice.GetAsync($"{edit}?draft={kept.Id}");
        Assert.Equal("It is right", ValueOf(again, "reply.contract_value"));
        Assert.Equal(200, (await alice.SubmitAsync(again, "Resubmit")).Status);

        using var ben = await cast.App.VisitAsync(cast.Ben);
        var template = $"/templates/{cast.Template_}/edit";
        kept = await SaveAsync(ben, await ben.GetAsync(template), template, ("field-label.2", "Worth"));
        var builder = await ben.GetAsync($"{template}?draft={kept.Id}");
        Assert.Equal("Worth", ValueOf(builder, "field-label.2"));
        await ben.SubmitAsync(builder, "Publish");
        Assert.Equal("Worth", (await cast.Ben.Api.GetTemplateAsync(cast.Template_)).Fields[1].Label);
    }

    [Fact]
    public async Task Goes_after_ninety_days_without_a_change()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 2, 9, 0, 0, TimeSpan.Zero));
        await using var app = await BatonApp.StartAsync(Engine.Sqlite, time: time);
        var cast = await app.CastAsync();
        using var alice = await app.VisitAsync(cast.Alice);
        var path = $"/hand-over/{cast.Template_}";
        await SaveAsync(alice, await alice.GetAsync(path), path, ("v.client_name", "One"));
        time.Advance(TimeSpan.FromDays(89));
        Assert.Equal(1, await app.ReadAsync(db => db.FormDrafts.CountAsync()));
        await Wait.ForAsync(
            async () =>
            {
                time.Advance(TimeSpan.FromHours(13));
                return await app.ReadAsync(db => db.FormDrafts.CountAsync());
            },
            count => count == 0
        );
    }

    private sealed record Kept(long Id, int Version);

    private static string ValueOf(Seen page, string name) =>
        page.Document.QuerySelector($"[name='{name}']")!.GetAttribute("value") ?? "";

    private static string FormOf(Seen page) => page.Document.QuerySelector("[name=form]")!.GetAttribute("value")!;

    private static IEnumerable<string?> Links(Seen page) =>
        page.Document.QuerySelectorAll("a").Select(link => link.GetAttribute("href"));

    private static Task<Kept> SaveAsync(
        Visitor visitor,
        Seen page,
        string path,
        params (string Name, string Value)[] typed
    ) => SaveAsync(visitor, page, path, null, typed);

    private static async Task<Kept> SaveAsync(
        Visitor visitor,
        Seen page,
        string path,
        Kept? before,
        params (string Name, string Value)[] typed
    )
    {
        var (status, body) = await PostAsync(visitor, page, path, before, typed);
        Assert.Equal(200, status);
        return new Kept(body.GetProperty("id").GetInt64(), body.GetProperty("version").GetInt32());
    }

    /// <summary>As the script does it while somebody types.</summary>
    private static async Task<(int Status, JsonElement Body)> PostAsync(
        Visitor visitor,
        Seen page,
        string path,
        Kept? before,
        params (string Name, string Value)[] typed
    )
    {
        var names = typed.Select(input => input.Name).ToHashSet();
        var inputs = page
            .Document.QuerySelectorAll("form[data-autosave] [name]")
            .Where(input => input.LocalName is "input" or "select" && !names.Contains(input.GetAttribute("name")!))
            .Where(input => input.GetAttribute("type") != "checkbox" || input.HasAttribute("checked"))
            .Select(input =>
                (
                    input.GetAttribute("name")!,
                    input is IHtmlSelectElement select ? select.Value ?? "" : input.GetAttribute("value") ?? ""
                )
            )
            .Where(input => input.Item1 is not ("draft" or "draft-seen" or "form"));
        var answer = await visitor.PostAsync(
            $"/drafts?for={Uri.EscapeDataString(path)}&title=Title",
            [
                .. inputs,
                .. typed,
                ("form", FormOf(page)),
                ("draft", before?.Id.ToString(CultureInfo.InvariantCulture) ?? ""),
                ("draft-seen", before?.Version.ToString(CultureInfo.InvariantCulture) ?? ""),
            ]
        );
        return (answer.Status, JsonElement.Parse(await answer.Response.Content.ReadAsStringAsync()));
    }
}
