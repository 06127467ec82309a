using System.Text;
using System.Text.Json;
using Baton.Client;
using Baton.Tests.App;

namespace Baton.Tests.Features.Handoffs.Chains;

/// <summary>
/// What a handoff takes over from what it follows from, and what each value says of where it came from.
/// </summary>
public sealed class CarryTests(SharedApps apps)
{
    private const string Fields = """
          - { key: client_name, type: text, required: true }
          - { key: start, type: date }
        """;

    private const string Carrying = """
          - { key: client_name, type: text, required: true, carry: client_name }
          - { key: start, type: date, carry: FIRST.start }
          - { key: note, type: text }
        """;

    private static readonly object Acme = new { client_name = "Acme", start = "2026-12-01" };

    [Theory, BothEngines]
    public async Task The_nearest_ancestor_fills_it_as_far_as_the_caller_may_see(Engine engine)
    {
        var (chain, first, second) = await TwoLegsAsync(engine);
        var charlie = chain.Cast.Charlie.Api;

        // Charlie does not see the first leg: nothing of it is his to take over.
        var his = await chain.HandOverAsync(chain.Third, new { note = "n" }, second.HandoffId);
        Assert.Equal("""{"client_name":"Acme 2","note":"n"}""", Text(his.Context));
        Assert.Equal(
            (ProvenanceKind.Carried, second.Url, chain.Cast.Charlie.Key),
            Seen(his.Provenance!["client_name"])
        );
        Assert.Equal((ProvenanceKind.Typed, null, chain.Cast.Charlie.Key), Seen(his.Provenance["note"]));
        Assert.Equal(his.InitiatedAt, his.Provenance["client_name"].At);
        Assert.Null((await charlie.ListAsync(new HandoffQuery { ParentId = second.HandoffId })).Items[0].Provenance);

        // An admin sees both; who reads it then is told of those legs alone that they see.
        var whole = await chain.Cast.Root.Api.CreateAsync(
            new CreateHandoffRequest(chain.Third, Json(new { }), ParentId: second.HandoffId)
        );
        Assert.Equal("""{"client_name":"Acme 2","start":"2026-12-01"}""", Text(whole.Context));
        Assert.Equal(first.Url, whole.Provenance!["start"].Ref);
        var charlies = (await charlie.GetAsync(whole.HandoffId)).Provenance!;
        Assert.Equal((second.Url, null), (charlies["client_name"].Ref, charlies["start"].Ref));
        Assert.Equal(ProvenanceKind.Carried, charlies["start"].Kind);
        var alices = (await chain.Cast.Alice.Api.GetAsync(whole.HandoffId)).Provenance!;
        Assert.Equal((null, first.Url), (alices["client_name"].Ref, alices["start"].Ref));
        var told = Text(Json(await charlie.GetEventsAsync(whole.HandoffId)));
        Assert.DoesNotContain(chain.Cast.Sender + "\",", told.Replace(whole.ToTeam + "\",", ""));
        Assert.DoesNotContain("provenance", told);
    }

    [Theory, EitherEngine]
    public async Task What_is_sent_wins(Engine engine)
    {
        var (chain, _, second) = await TwoLegsAsync(engine, Carrying.Replace("FIRST.", ""));
        var sent = await chain.HandOverAsync(
            chain.Third,
            new { client_name = "Other", start = (string?)null },
            second.HandoffId
        );
        Assert.Equal("""{"client_name":"Other"}""", Text(sent.Context));
        var name = sent.Provenance!["client_name"];
        Assert.Equal((ProvenanceKind.Typed, null, chain.Cast.Charlie.Key), Seen(name));
        Assert.Equal(("Acme 2", second.Url, "client_name"), Was(name));
        Assert.Equal(("2026-12-01", second.Url, "start"), Was(sent.Provenance["start"]));

        var same = await chain.HandOverAsync(chain.Third, new { client_name = "Acme 2" }, second.HandoffId);
        Assert.Equal(ProvenanceKind.Carried, same.Provenance!["client_name"].Kind);
        var ask = new CheckRequest(chain.Third, Json(new { note = "n" }));
        var charlie = chain.Cast.Charlie.Api;
        Assert.False((await charlie.CheckAsync(ask)).Complete);
        Assert.True((await charlie.CheckAsync(ask with { ParentId = second.HandoffId })).Complete);
        Assert.Equal(
            404,
            (await Refusals.RefusedAsync(charlie.CheckAsync(ask with { ParentId = 987_654_321 }))).Status
        );
        var alone = await chain.HandOverAsync(chain.Third, new { client_name = "Alone" });
        Assert.Equal("""{"client_name":"Alone"}""", Text(alone.Context));
    }

    [Theory, BothEngines]
    public async Task A_changed_value_keeps_what_it_was_and_where(Engine engine)
    {
        var (chain, _, second) = await TwoLegsAsync(engine);
        var charlie = chain.Cast.Charlie;
        var third = await chain.HandOverAsync(chain.Third, new { note = "n" }, second.HandoffId);
        await charlie.Api.EditAsync(third.HandoffId, new EditRequest(Json(new { client_name = "Once" })));
        var twice = await charlie.Api.EditAsync(
            third.HandoffId,
            new EditRequest(Json(new { client_name = "Twice", note = (string?)null }))
        );
        var name = twice.Provenance!["client_name"];
        Assert.Equal((ProvenanceKind.Typed, null, charlie.Key), Seen(name));
        Assert.Equal(("Acme 2", second.Url, "client_name"), Was(name));
        Assert.True(name.At >= third.InitiatedAt);

        using var visitor = await chain.Cast.App.VisitAsync(charlie);
        var page = await visitor.GetAsync($"/handoffs/{third.HandoffId}");
        var line = page.Document.QuerySelector("[data-source=typed]")!;
        Assert.Contains("since it was carried over", line.TextContent);
        Assert.Contains("Acme 2", line.TextContent);
        Assert.Equal($"/handoffs/{second.HandoffId}", line.QuerySelector("a")!.GetAttribute("href"));

        // Alice, who receives it, does not see the second leg.
        Assert.Null((await chain.Cast.Alice.Api.GetAsync(third.HandoffId)).Provenance!["client_name"].Before);
        using var alice = await chain.Cast.App.VisitAsync(chain.Cast.Alice);
        Assert.Null((await alice.GetAsync($"/handoffs/{third.HandoffId}")).Document.QuerySelector("[data-source]"));
    }

    [Theory, EitherEngine]
    public async Task The_page_is_filled_in_and_what_is_emptied_there_stays_empty(Engine engine)
    {
        var (chain, _, second) = await TwoLegsAsync(engine, Carrying.Replace("FIRST.", ""));
        using var visitor = await chain.Cast.App.VisitAsync(chain.Cast.Charlie);
        var path = $"/hand-over/{chain.Third}?parent_id={second.HandoffId}";
        var form = await visitor.GetAsync(path);
        Assert.Equal("Acme 2", form.Document.QuerySelector("[name='v.client_name']")!.GetAttribute("value"));
        Assert.Equal("2026-12-01", form.Document.QuerySelector("[name='v.start']")!.GetAttribute("value"));
        var named = await visitor.GetAsync($"{path}&v.client_name=Named");
        Assert.Equal("Named", named.Document.QuerySelector("[name='v.client_name']")!.GetAttribute("value"));
        Assert.Equal("2026-12-01", named.Document.QuerySelector("[name='v.start']")!.GetAttribute("value"));

        var made = await visitor.SubmitAsync(form, "Hand over", ("v.start", ""));
        var record = await chain.Cast.Charlie.Api.GetAsync(long.Parse(made.Path.Split('/')[^1]));
        Assert.Equal("""{"client_name":"Acme 2"}""", Text(record.Context));
        Assert.Equal(ProvenanceKind.Carried, record.Provenance!["client_name"].Kind);
        Assert.Equal(("2026-12-01", second.Url, "start"), Was(record.Provenance["start"]));
        var line = made.Document.QuerySelector("[data-source=carried]")!;
        Assert.Equal($"Carried over from #{second.HandoffId}", string.Join(' ', line.TextContent.Split().Where(Said)));
    }

    [Theory, BothEngines]
    public async Task Imports_and_the_command_line_fill_it_too(Engine engine)
    {
        var (chain, first, second) = await TwoLegsAsync(engine);
        var row = $$$"""{"template":"{{{chain.Third}}}","parent_id":{{{second.HandoffId}}},"context":{"note":"n"}}""";
        (await chain.Cast.App.ImportAsync(Encoding.UTF8.GetBytes(row), "--format", "ndjson")).Done();
        var query = new HandoffQuery { ParentId = second.HandoffId };
        var listed = Assert.Single((await chain.Cast.Root.Api.ListAsync(query)).Items);
        var imported = await chain.Cast.Root.Api.GetAsync(listed.HandoffId);
        Assert.Equal("""{"client_name":"Acme 2","start":"2026-12-01","note":"n"}""", Text(imported.Context));
        Assert.Equal(ProvenanceKind.Import, imported.Provenance!["note"].Kind);
        Assert.Equal(
            (ProvenanceKind.Carried, first.Url),
            (imported.Provenance["start"].Kind, imported.Provenance["start"].Ref)
        );

        string[] args = ["handoff", "initiate", "--template", chain.Third, "--parent", $"{second.HandoffId}", "--json"];
        var typed = (await chain.Cast.App.CliAsync(chain.Cast.Charlie, args)).Done().Json<HandoffRecord>();
        Assert.Equal("""{"client_name":"Acme 2"}""", Text(typed.Context));
    }

    [Theory, EitherEngine]
    public async Task What_an_agent_wrote_and_what_was_copied_says_so(Engine engine)
    {
        var (chain, first, _) = await TwoLegsAsync(engine);
        var cast = chain.Cast;
        var copy = await cast.Alice.Api.CopyAsync(first.HandoffId);
        Assert.Equal((ProvenanceKind.Previous, first.Url, cast.Alice.Key), Seen(copy.Provenance!["client_name"]));
        var edited = await cast.Alice.Api.EditAsync(copy.HandoffId, new EditRequest(Json(new { client_name = "B" })));
        Assert.Equal(ProvenanceKind.Typed, edited.Provenance!["client_name"].Kind);
        Assert.Equal(ProvenanceKind.Previous, edited.Provenance["start"].Kind);

        var bot = $"bot-{cast.Alice.Key}";
        await cast.Root.Api.AddPersonAsync(
            new AddPersonRequest(bot, "Bot", Kind: PersonKind.Agent, Owner: cast.Alice.Key, Team: cast.Sender)
        );
        var token = (await cast.App.AdminAsync("token", "create", bot)).Done().Lines[^1];
        var written = await new BatonClient(cast.App.Http, token).CreateAsync(
            new CreateHandoffRequest(chain.First, Json(Acme))
        );
        Assert.Equal((ProvenanceKind.Agent, null, bot), Seen(written.Provenance!["start"]));
    }

    [Theory, EitherEngine]
    public async Task Wrong_ones_are_faults_at_publish_with_their_line(Engine engine)
    {
        var chain = await ChainCast.Of(await apps.CastOn(engine), Fields);
        foreach (
            var (carry, said) in ((string, string)[])
                [
                    ("nowhere.client_name", "carry names the template nowhere, which does not exist"),
                    ("FIRST.client_nme", $"{chain.First} has no field client_nme; did you mean client_name?"),
                    ("FIRST.start", $"start of {chain.First} is of type date, but who is of type text."),
                    ("no_such_field_at_all", "No other template has a field no_such_field_at_all."),
                ]
        )
        {
            var fields = $"  - key: who\n    type: text\n    carry: {carry}\n";
            var fault = Assert.Single((await Refusals.RefusedAsync(PublishAsync(chain, fields))).Errors!);
            Assert.Equal("line 8: fields[0].carry", fault.Field);
            Assert.Contains(said, fault.Message);
        }

        Assert.Equal(1, (await chain.Cast.Root.Api.GetTemplateAsync(chain.Second)).Version);
        await PublishAsync(chain, Carrying);
        foreach (
            var (changed, said) in ((string, string)[])
                [
                    ("{ key: start, type: text }", "of type text, but start is of type date"),
                    ("{ key: begin, type: date }", "has no field start"),
                ]
        )
        {
            var fault = Assert.Single(
                (
                    await Refusals.RefusedAsync(
                        chain.PublishAsync(
                            chain.First,
                            chain.Cast.Sender,
                            chain.Cast.Receiver,
                            $"  - {{ key: client_name, type: text, required: true }}\n  - {changed}\n"
                        )
                    )
                ).Errors!
            );
            Assert.Contains($"{chain.Second} carries its start from here", fault.Message);
            Assert.Contains(said, fault.Message);
        }

        var (a, b) = ($"x-{chain.First}", $"y-{chain.First}");
        var teams = $"from_team: {chain.Cast.Sender}, receiving_team: {chain.Cast.Other}";
        var file = Path.Combine(chain.Cast.App.Storage.DataDirectory, $"{a}.yaml");
        var text =
            $"{a}: {{ {teams}, fields: [{{ key: odd, type: url, carry: {b}.odd }}] }}\n"
            + $"{b}: {{ {teams}, fields: [{{ key: odd, type: url }}] }}\n";
        await File.WriteAllTextAsync(file, text.Replace($"{b}.odd", $"{b}.od"));
        var refused = await chain.Cast.App.AdminAsync("template", "publish", file);
        Assert.Equal(1, refused.Code);
        Assert.Contains($"line 1: {a}.fields[0].carry: {b} has no field od; did you mean odd?", refused.Error);
        await File.WriteAllTextAsync(file, text);
        (await chain.Cast.App.AdminAsync("template", "publish", file)).Done();
    }

    [Theory, EitherEngine]
    public async Task A_template_keeps_it_and_one_without_does_not_name_it(Engine engine)
    {
        var (chain, _, _) = await TwoLegsAsync(engine);
        var third = await chain.Cast.Root.Api.GetTemplateAsync(chain.Third);
        Assert.Equal(["client_name", $"{chain.First}.start", null], third.Fields.Select(field => field.Carry));
        Assert.DoesNotContain("carry", Text(Json(await chain.Cast.Root.Api.GetTemplateAsync(chain.First))));
        var yaml = (await chain.Cast.App.AdminAsync("template", "show", chain.Third)).Done().Out;
        foreach (var same in (string[])[yaml, Text(Json(third))])
            Assert.Equal(1, (await chain.Cast.Root.Api.PublishTemplateAsync(chain.Third, same)).Version);
        var none = Carrying.Replace("carry: FIRST.start", "carry: null");
        var version = await chain.PublishAsync(chain.Third, chain.Cast.Other, chain.Cast.Sender, none);
        Assert.Equal((2, null), (version.Version, version.Fields[1].Carry));
    }

    /// <summary>Two legs of a chain; the fields of the third carry.</summary>
    private async Task<(ChainCast Chain, HandoffRecord First, HandoffRecord Second)> TwoLegsAsync(
        Engine engine,
        string carrying = Carrying
    )
    {
        var second = "  - { key: client_name, type: text }\n  - { key: start, type: date, carry: FIRST.start }";
        if (carrying == Carrying)
            second = "  - { key: client_name, type: text }";
        var chain = await ChainCast.Of(await apps.CastOn(engine), Fields, second, carrying);
        var first = await chain.HandOverAsync(chain.First, Acme);
        return (chain, first, await chain.HandOverAsync(chain.Second, new { client_name = "Acme 2" }, first.HandoffId));
    }

    private static Task<TemplateVersion> PublishAsync(ChainCast chain, string fields) =>
        chain.PublishAsync(chain.Second, chain.Cast.Receiver, chain.Cast.Other, fields);

    private static (ProvenanceKind Kind, string? Ref, string? By) Seen(Provenance source) =>
        (source.Kind, source.Ref, source.By);

    private static (string? Value, string Ref, string Field) Was(Provenance source) =>
        (source.Before!.Value?.GetString(), source.Before.Ref, source.Before.Field);

    private static bool Said(string word) => word.Length > 0;

    private static JsonElement Json<T>(T value) => JsonSerializer.SerializeToElement(value, BatonJson.Options);

    private static string Text(JsonElement value) => JsonSerializer.Serialize(value, BatonJson.Options);
}
