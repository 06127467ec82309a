using System.Text.Json;
using Baton.Client;
using Baton.Features.Handoffs.Commands.Accept;
using Baton.Features.Handoffs.Commands.Complete;
using Baton.Features.Handoffs.Commands.Create;
using Baton.Features.Handoffs.Commands.Decline;
using Baton.Features.Handoffs.Commands.Initiate;
using Baton.Features.Handoffs.Commands.Open;
using Baton.Features.Handoffs.Commands.Return;
using Baton.Features.Handoffs.Commands.Tick;
using Baton.Features.Handoffs.Commands.Withdraw;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Features.Templates;

namespace Baton.Bench;

/// <summary>
/// Makes up handoffs and what became of them, by the program's own commands. The same number tells the same story.
/// </summary>
/// <param name="store">Where they happen.</param>
/// <param name="withTalk">Whether some of them have questions, files and another receiver.</param>
internal sealed class Stories(BenchStore store, bool withTalk = false)
{
    private static readonly string[] First =
    [
        "Nord",
        "Alpen",
        "Hafen",
        "Stern",
        "Linden",
        "Silber",
        "Berg",
        "Ost",
        "Fluss",
        "Kupfer",
        "Wald",
        "Insel",
    ];
    private static readonly string[] Second =
    [
        "licht",
        "werk",
        "bau",
        "kontor",
        "logistik",
        "druck",
        "technik",
        "medien",
        "handel",
        "papier",
    ];

    /// <summary>
    /// A handoff that was initiated at a moment, and its template. About ten of them are of one client.
    /// </summary>
    internal (Handoff Handoff, TemplateVersion Template) Initiated(int number, DateTime at, Random random)
    {
        var from = BenchStore.TeamOf(number);
        var to = BenchStore.TeamOf(number + (number / BenchStore.Teams % 2 == 0 ? 1 : 5));
        var template = store.Catalog.Templates[$"{from}_to_{to}"];
        var client = random.Next(1 + (number / 10));
        var context = JsonSerializer.SerializeToElement(
            new
            {
                client_name = $"{First[client % First.Length]}{Second[client / First.Length % Second.Length]} "
                    + $"{client} GmbH",
                contract_value = 1000 + random.Next(90_000),
                note = $"Renewal {number}: invoices go to the head office, the contact is on leave in August.",
            }
        );
        var created = new HandoffCreated(
            template.Key,
            template.Version,
            from,
            to,
            HandoffTitle.Of(template, context),
            "normal",
            context,
            CreateHandoff.ChecklistOf(template),
            [],
            null,
            null,
            null
        );
        var acceptBy = store.Catalog.Teams[to].After(at, template.AcceptWithin);
        return (
            InitiateHandoff.Begin(created, Gate.Check(template, context, []), acceptBy, store.Member(from), at).Value!,
            template
        );
    }

    /// <summary>
    /// Lets it go on until now: most are completed, some returned once, declined or withdrawn, and a few are
    /// forgotten.
    /// </summary>
    internal void GoOn(Handoff handoff, TemplateVersion template, Random random)
    {
        var sender = store.Member(handoff.FromTeam);
        var receiver = store.Member(handoff.ToTeam);
        var at = handoff.InitiatedAt!.Value;
        if (!Later(0.1, 4) || !Did(OpenHandoff.Decide(handoff, receiver, at) is not null))
            return;
        if (withTalk)
            Talk.Of(store, handoff, random, at);
        receiver = store.Member(handoff.ToTeam);
        switch (random.NextDouble())
        {
            case < 0.03:
                Did(
                    DeclineHandoff
                        .Decide(
                            handoff,
                            new HandoffDeclined("other", "We have no part in this.", null),
                            receiver,
                            Later(0.1, 20) ? at : store.Now
                        )
                        .Refusal
                        is null
                );
                return;
            case < 0.05:
                Did(
                    WithdrawHandoff
                        .Decide(handoff, "The client changed their mind.", sender, Later(0.1, 20) ? at : store.Now)
                        .Refusal
                        is null
                );
                return;
            case < 0.07:
                return;
            case < 0.19:
                if (
                    !Later(1, 20)
                    || !Did(
                        ReturnHandoff
                            .Decide(
                                handoff,
                                new HandoffReturned(
                                    [new Finding("note", FindingCode.Unclear, "Which office?")],
                                    store.Catalog.Teams[handoff.FromTeam].After(at, "1d")
                                ),
                                receiver,
                                at
                            )
                            .Refusal
                            is null
                    )
                )
                    return;
                if (
                    !Later(1, 40)
                    || !Did(
                        InitiateHandoff
                            .Decide(
                                handoff,
                                Gate.Check(template, handoff.Context, []),
                                new Dictionary<string, string> { ["note"] = "The one in Hamburg." },
                                store.Catalog.Teams[handoff.ToTeam].After(at, "8h"),
                                sender,
                                at
                            )
                            .Refusal
                            is null
                    )
                )
                    return;
                break;
        }

        if (
            !Later(0.2, 30)
            || !Did(
                AcceptHandoff
                    .Decide(
                        handoff,
                        null,
                        false,
                        new HandoffAccepted(
                            handoff.ContextRevision,
                            null,
                            store.Catalog.Teams[handoff.ToTeam].After(at, "10d")
                        ),
                        receiver,
                        at
                    )
                    .Refusal
                    is null
            )
        )
            return;
        if (random.NextDouble() < 0.02 || !Later(10, 300))
            return;
        Did(TickStep.Decide(handoff, "filed", new TickRequest(Done: true), receiver, at).Refusal is null);
        Did(CompleteHandoff.Decide(handoff, receiver, at).Refusal is null);

        bool Later(double least, double most)
        {
            at += TimeSpan.FromHours(least + (random.NextDouble() * random.NextDouble() * (most - least)));
            return at < store.Now;
        }

        static bool Did(bool done) =>
            done ? true : throw new InvalidOperationException("The story is against the rules.");
    }
}
