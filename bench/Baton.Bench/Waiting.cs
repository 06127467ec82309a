using Baton.Channels;
using Baton.Client;
using Baton.Features.Deliveries;
using Baton.Features.Escalation;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Handoffs.Commands.Create;
using Baton.Features.Handoffs.Commands.Initiate;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;

namespace Baton.Bench;

/// <summary>
/// Handoffs whose clock runs and has nothing to tell yet, each with a delivery that is tried again later: work that
/// exists and is not due.
/// </summary>
internal static class Waiting
{
    private const int Together = 2000;

    internal static async Task RunAsync(BenchStore store, int count)
    {
        var stories = new Stories(store);
        var insert = RowInsert.For<Delivery>(store.Model);
        foreach (var numbers in Enumerable.Range(0, count).Chunk(Together))
        {
            await store.Writer.WriteAsync(
                async (db, token) =>
                {
                    foreach (var number in numbers)
                    {
                        var (handoff, template) = stories.Initiated(number, store.Now, new Random(number));
                        await new NewHandoff(
                            store.Model,
                            HandoffWrite.Begun(handoff, Alarm.Of(handoff, template, store.Catalog), told: false)
                        ).KeepAsync(db, token);
                        await insert.SendAsync(db, insert.ValuesOf(LaterDelivery(store, handoff, number)), token);
                    }
                },
                CancellationToken.None
            );
        }
    }

    private static Delivery LaterDelivery(BenchStore store, Handoff handoff, int number)
    {
        var to = new Addressee(
            handoff.ToTeam,
            "email",
            null,
            $"{handoff.ToTeam}-lead",
            $"{handoff.ToTeam}-lead@example.org"
        );
        var message = NoticeMessages.Of([handoff.Events[^1]], handoff, store.Catalog, new Uri("http://127.0.0.1"));
        var delivery = MakeDeliveries.Make(
            store.Catalog,
            handoff.Id,
            1,
            to,
            message with
            {
                Kind = HandoffInitiated.EventName,
            },
            store.Now
        );
        delivery.State = DeliveryState.Failed;
        delivery.LastReason = "The mail server did not answer.";
        delivery.NextAttemptAt = store.Now.AddHours(2).AddSeconds(number % 7200);
        return delivery;
    }
}
