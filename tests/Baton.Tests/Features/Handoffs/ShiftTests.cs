using System.Text.Json;
using Baton.Client;
using Baton.Tests.App;

namespace Baton.Tests.Features.Handoffs;

/// <summary>One shift hands its list of items over to the next.</summary>
public sealed class ShiftTests(SharedApps apps)
{
    internal const string Template = """
        key: KEY
        name: Ward
        kind: shift
        from_team: SENDER
        receiving_team: RECEIVER
        item:
          name: Patient
          title: "{bed} {name}"
          fields:
            - { key: bed, required: true }
            - { key: name, required: true }
            - { key: weight, type: number }
        at: ["06:00", "14:00", "22:00"]
        escalation: []
        """;

    [Theory, BothEngines]
    public async Task A_list_is_handed_over_in_one_act_and_signed_by_both(Engine engine)
    {
        var cast = await CastAsync(apps, engine);
        var handed = await cast.Alice.Api.CreateAsync(new CreateHandoffRequest(cast.Template_, Items(Twelve, Seven)));
        Assert.Equal(("Ward", HandoffStatus.Initiated), (handed.Title, handed.Status));
        var signature = Assert.Single(handed.Shift!.Signatures);
        Assert.Equal((SignedSide.Sender, cast.Alice.Key), (signature.Side, signature.Person));
        var id = handed.HandoffId;

        var silent = await Refusals.RefusedAsync(cast.Bob.Api.AcceptAsync(id));
        Assert.Equal(("item_read_backs.bed-12", "missing"), OnlyFault(silent));
        Assert.Contains("12 M. Horn", silent.Detail, StringComparison.Ordinal);
        var unknown = await Refusals.RefusedAsync(
            cast.Bob.Api.AcceptAsync(id, ReadBack(("bed-12", "x"), ("bed-9", "x")))
        );
        Assert.Equal(("item_read_backs.bed-9", "unknown"), OnlyFault(unknown));

        var accepted = await cast.Bob.Api.AcceptAsync(id, ReadBack(("bed-12", "Blood pressure every hour.")));
        Assert.Equal("12 M. Horn: Blood pressure every hour.", accepted.ReadBack);
        Assert.Equal(
            [(SignedSide.Sender, cast.Alice.Key, 1), (SignedSide.Receiver, cast.Bob.Key, 1)],
            accepted.Shift!.Signatures.Select(signed => (signed.Side, signed.Person, signed.ContextRevision))
        );
        Assert.All(
            accepted.Shift.Items,
            item => Assert.Equal((ItemState.Accepted, cast.Bob.Key), (item.State, item.By))
        );
        var confirmed = await cast.Alice.Api.AnswerReadBackAsync(id, new ReadBackRequest(true));
        Assert.True(confirmed.ReadBackAnswer!.Confirmed);
    }

    [Theory, BothEngines]
    public async Task What_is_open_carries_on_until_it_is_closed(Engine engine)
    {
        var cast = await CastAsync(apps, engine);
        var first = (await AcceptedAsync(cast)).HandoffId;
        var closed = await cast.Bob.Api.MarkItemAsync(
            first,
            "bed-7",
            new MarkItemRequest(ItemMark.Closed, "Discharged")
        );
        Assert.Equal((ItemState.Closed, "Discharged"), (closed.Shift!.Items[1].State, closed.Shift.Items[1].Note));

        var second = await cast.Alice.Api.CreateAsync(
            new CreateHandoffRequest(
                cast.Template_,
                Items("""{"key": "bed-3", "severity": "stable", "bed": "3", "name": "A. Kay"}""")
            )
        );
        Assert.Equal(
            [("bed-12", (long?)first), ("bed-3", null)],
            second.Shift!.Items.Select(item => (item.Key, item.CarriedFrom))
        );
        Assert.Equal(["bed-12", "bed-3"], KeysIn(second.Context));

        // The next shift has them before it: what is said of them is said there.
        var late = await Refusals.RefusedAsync(
            cast.Bob.Api.MarkItemAsync(first, "bed-12", new MarkItemRequest(ItemMark.Closed))
        );
        Assert.Equal((409, "carried-on"), (late.Status, late.Type));
        await cast.Bob.Api.AcceptAsync(second.HandoffId, ReadBack(("bed-12", "Watch it.")));
        var over = await cast.Bob.Api.GetAsync(first);
        Assert.Equal((HandoffStatus.Completed, cast.Bob.Key), (over.Status, over.CompletedBy));

        var third = await DraftAsync(cast);
        Assert.Equal(["bed-12", "bed-3"], KeysIn(third.Context));
        Assert.All(third.Shift!.Items, item => Assert.Equal(second.HandoffId, item.CarriedFrom));
    }

    [Theory, BothEngines]
    public async Task Two_shifts_are_not_handed_over_at_once(Engine engine)
    {
        var cast = await CastAsync(apps, engine);
        var tries = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => TryAsync()));
        var (id, _) = Assert.Single(tries, attempt => attempt.Id is not null);
        Assert.All(tries.Where(attempt => attempt.Id is null), attempt => Assert.Equal("shift-under-way", attempt.Why));
        await cast.Alice.Api.WithdrawAsync(id!.Value, new WithdrawRequest("Begun too early."));
        await DraftAsync(cast);

        async Task<(long? Id, string? Why)> TryAsync()
        {
            try
            {
                return ((await DraftAsync(cast)).HandoffId, null);
            }
            catch (BatonException exception)
            {
                return (null, exception.Problem.Type);
            }
        }
    }

    [Theory, BothEngines]
    public async Task Each_item_is_accepted_flagged_asked_about_and_closed_by_itself(Engine engine)
    {
        var cast = await CastAsync(apps, engine);
        var id = (
            await cast.Alice.Api.CreateAsync(new CreateHandoffRequest(cast.Template_, Items(Twelve, Seven)))
        ).HandoffId;
        await cast.Bob.Api.MarkItemAsync(id, "bed-7", new MarkItemRequest(ItemMark.Accepted));
        var flagged = await cast.Bob.Api.MarkItemAsync(
            id,
            "bed-12",
            new MarkItemRequest(ItemMark.Flagged, "The dose is missing.")
        );
        Assert.Equal(
            [(ItemState.Flagged, "The dose is missing."), (ItemState.Accepted, null)],
            flagged.Shift!.Items.Select(item => (item.State, item.Note))
        );
        var asked = await cast.Bob.Api.AskAsync(id, new AskRequest("Which dose?", "items.bed-12"));
        Assert.Equal("items.bed-12", asked.Questions[0].Field);
        Assert.Equal(
            422,
            (await Refusals.RefusedAsync(cast.Bob.Api.AskAsync(id, new AskRequest("Who?", "items.bed-1")))).Status
        );

        // What is flagged stays flagged when the rest is accepted.
        var accepted = await cast.Bob.Api.AcceptAsync(id, ReadBack(("bed-12", "Dose to be asked.")));
        Assert.Equal([ItemState.Flagged, ItemState.Accepted], accepted.Shift!.Items.Select(item => item.State));
        var kinds = (await cast.Bob.Api.GetEventsAsync(id)).Items.Select(happened => happened.Kind);
        Assert.Contains("item.flagged", kinds);
    }

    [Theory, EitherEngine]
    public async Task Who_may_not_mark_an_item_is_told_why(Engine engine)
    {
        var cast = await CastAsync(apps, engine);
        var draft = (await DraftAsync(cast)).HandoffId;
        await cast.Alice.Api.ChangeItemAsync(draft, "bed-12", Item(Severity.Watcher, "12", "M. Horn"));
        Assert.Equal(409, await MarkAsync(cast.Alice, draft, ItemMark.Accepted));
        Assert.Equal(404, await MarkAsync(cast.Bob, draft, ItemMark.Closed));
        await cast.Alice.Api.InitiateAsync(draft);
        Assert.Equal(403, await MarkAsync(cast.Alice, draft, ItemMark.Accepted));
        Assert.Equal(404, await MarkAsync(cast.Charlie, draft, ItemMark.Accepted));
        Assert.Equal(409, await MarkAsync(cast.Bob, draft, ItemMark.Closed));
        Assert.Equal(404, await MarkAsync(cast.Bob, draft, ItemMark.Accepted, "bed-1"));
        Assert.Equal(422, await MarkAsync(cast.Bob, draft, ItemMark.Flagged));
        Assert.Equal(
            409,
            (
                await Refusals.RefusedAsync(
                    cast.Alice.Api.ChangeItemAsync(draft, "bed-12", Item(Severity.Stable, "12", "M. Horn"))
                )
            ).Status
        );
        Assert.Equal(
            422,
            (
                await Refusals.RefusedAsync(
                    cast.Alice.Api.EditAsync(draft, new EditRequest(JsonElement.Parse("""{"items": []}""")))
                )
            ).Status
        );
    }

    [Theory, EitherEngine]
    public async Task An_empty_list_is_refused_unless_it_is_meant(Engine engine)
    {
        var cast = await CastAsync(apps, engine);
        var empty = await Refusals.RefusedAsync(
            cast.Alice.Api.CreateAsync(new CreateHandoffRequest(cast.Template_, JsonElement.Parse("{}")))
        );
        Assert.Equal((422, "incomplete-context"), (empty.Status, empty.Type));
        Assert.Equal("Missing required fields: items", empty.Detail);
        Assert.Contains("nothing to hand over", Assert.Single(empty.Errors!).Message, StringComparison.Ordinal);
        var check = await cast.Alice.Api.CheckAsync(new CheckRequest(cast.Template_, JsonElement.Parse("{}")));
        Assert.False(check.Complete);
        var meant = JsonElement.Parse("""{"nothing_to_hand_over": true}""");
        var handed = await cast.Alice.Api.CreateAsync(new CreateHandoffRequest(cast.Template_, meant));
        var accepted = await cast.Bob.Api.AcceptAsync(handed.HandoffId);
        Assert.Equal(2, accepted.Shift!.Signatures.Count);
        var both = Items(Seven).ToString()[..^1] + ", \"nothing_to_hand_over\": true}";
        var refused = await Refusals.RefusedAsync(
            cast.Alice.Api.CreateAsync(new CreateHandoffRequest(cast.Template_, JsonElement.Parse(both)))
        );
        Assert.Equal(("nothing_to_hand_over", "rule"), OnlyFault(refused));
    }

    [Theory]
    [InlineData("""{"items": {}}""", "items", "type")]
    [InlineData("""{"items": [{"bed": "1"}]}""", "items", "type")]
    [InlineData("""{"items": [{"key": "a b", "severity": "stable", "bed": "1", "name": "x"}]}""", "items", "rule")]
    [InlineData("""{"items": [{"key": "a", "bed": "1", "name": "x"}]}""", "items.a.severity", "missing")]
    [InlineData(
        """{"items": [{"key": "a", "severity": "bad", "bed": "1", "name": "x"}]}""",
        "items.a.severity",
        "rule"
    )]
    [InlineData("""{"items": [{"key": "a", "severity": "stable", "bed": "1"}]}""", "items.a.name", "missing")]
    [InlineData(
        """{"items": [{"key": "a", "severity": "stable", "bed": "1", "name": "x", "weight": "much"}]}""",
        "items.a.weight",
        "type"
    )]
    public async Task Each_fault_of_an_item_is_named(string context, string field, string code)
    {
        var cast = await CastAsync(apps, Engine.Sqlite);
        var refused = await Refusals.RefusedAsync(
            cast.Alice.Api.CreateAsync(new CreateHandoffRequest(cast.Template_, JsonElement.Parse(context)))
        );
        Assert.Equal(422, refused.Status);
        Assert.Equal((field, code), OnlyFault(refused));
    }

    [Theory, EitherEngine]
    public async Task A_shift_of_one_team_is_signed_by_two_people(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        await cast.Root.Api.PublishTemplateAsync(
            cast.Template_,
            Template.Replace("KEY", cast.Template_).Replace("SENDER", cast.Sender).Replace("RECEIVER", cast.Sender)
        );
        var id = (await cast.Alice.Api.CreateAsync(new CreateHandoffRequest(cast.Template_, Items(Seven)))).HandoffId;
        var alone = await Refusals.RefusedAsync(cast.Alice.Api.AcceptAsync(id));
        Assert.Equal(403, alone.Status);
        Assert.Contains("Two people sign", alone.Detail, StringComparison.Ordinal);
        var accepted = await cast.Ann.Api.AcceptAsync(id);
        Assert.Equal([cast.Alice.Key, cast.Ann.Key], accepted.Shift!.Signatures.Select(signature => signature.Person));
    }

    [Theory, EitherEngine]
    public async Task One_item_is_changed_without_writing_over_the_others(Engine engine)
    {
        var cast = await CastAsync(apps, engine);
        var id = (await DraftAsync(cast)).HandoffId;
        await Task.WhenAll(
            Enumerable
                .Range(1, 6)
                .Select(bed =>
                    (bed % 2 == 0 ? cast.Alice : cast.Ann).Api.ChangeItemAsync(
                        id,
                        $"bed-{bed}",
                        Item(Severity.Stable, $"{bed}", "N. N.")
                    )
                )
        );
        Assert.Equal(6, KeysIn((await cast.Alice.Api.GetAsync(id)).Context).Count);
        await cast.Alice.Api.MarkItemAsync(id, "bed-1", new MarkItemRequest(ItemMark.Closed));
        var reopened = await cast.Alice.Api.ChangeItemAsync(id, "bed-1", Item(Severity.Stable, "1", "N. N."));
        Assert.All(reopened.Shift!.Items, item => Assert.Equal(ItemState.Open, item.State));
        var wrong = await Refusals.RefusedAsync(
            cast.Alice.Api.ChangeItemAsync(id, "bed 1", Item(Severity.Stable, "1", "N. N."))
        );
        Assert.Equal(("items", "rule"), OnlyFault(wrong));
    }

    [Theory, EitherEngine]
    public async Task An_open_item_is_closed_and_not_left_out(Engine engine)
    {
        var cast = await CastAsync(apps, engine);
        await AcceptedAsync(cast);
        var next = await DraftAsync(cast);
        var lost = await Refusals.RefusedAsync(cast.Alice.Api.EditAsync(next.HandoffId, new EditRequest(Items(Seven))));
        Assert.Equal(("items", "rule"), OnlyFault(lost));
        Assert.Contains("bed-12", lost.Detail, StringComparison.Ordinal);
        await cast.Alice.Api.MarkItemAsync(next.HandoffId, "bed-12", new MarkItemRequest(ItemMark.Closed));
        Assert.Equal(
            ["bed-7"],
            KeysIn((await cast.Alice.Api.EditAsync(next.HandoffId, new EditRequest(Items(Seven)))).Context)
        );
    }

    internal static async Task<Cast> CastAsync(SharedApps apps, Engine engine) =>
        await (await apps.On(engine)).CastAsync(Template);

    internal static Task<HandoffRecord> DraftAsync(Cast cast) =>
        cast.Alice.Api.CreateAsync(new CreateHandoffRequest(cast.Template_, JsonElement.Parse("{}"), Draft: true));

    internal static async Task<HandoffRecord> AcceptedAsync(Cast cast)
    {
        var handed = await cast.Alice.Api.CreateAsync(new CreateHandoffRequest(cast.Template_, Items(Twelve, Seven)));
        return await cast.Bob.Api.AcceptAsync(handed.HandoffId, ReadBack(("bed-12", "Watch it.")));
    }

    internal const string Twelve = """{"key": "bed-12", "severity": "watcher", "bed": "12", "name": "M. Horn"}""";

    internal const string Seven = """{"key": "bed-7", "severity": "stable", "bed": "7", "name": "J. Lind"}""";

    internal static JsonElement Items(params string[] items) =>
        JsonElement.Parse($$"""{"items": [{{string.Join(", ", items)}}]}""");

    private static ItemRequest Item(Severity severity, string bed, string name) =>
        new(severity, JsonSerializer.SerializeToElement(new { bed, name }));

    private static AcceptRequest ReadBack(params (string Key, string Text)[] said) =>
        new(ItemReadBacks: said.ToDictionary(item => item.Key, item => item.Text));

    private static List<string> KeysIn(JsonElement context) =>
        [.. context.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("key").GetString()!)];

    private static (string?, string?) OnlyFault(Problem problem)
    {
        var fault = Assert.Single(problem.Errors!);
        return (fault.Field, fault.Code);
    }

    private static async Task<int> MarkAsync(Someone who, long id, ItemMark mark, string item = "bed-12") =>
        (await Refusals.RefusedAsync(who.Api.MarkItemAsync(id, item, new MarkItemRequest(mark)))).Status;
}
