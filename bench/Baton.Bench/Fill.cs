using Baton.Features.Escalation;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Handoffs.Commands.Create;

namespace Baton.Bench;

/// <summary>
/// Handoffs of the last days or years, evenly spread, as an import of history writes them: nobody is told of what is
/// over.
/// </summary>
internal static class Fill
{
    private const int Together = 2000;

    internal static async Task RunAsync(BenchStore store, int count, int days)
    {
        var stories = new Stories(store);
        var span = TimeSpan.FromDays(days);
        var next = Prepare(store, stories, span, 0, count);
        for (var first = 0; first < count; first += Together)
        {
            var rows = await next;
            next = Prepare(store, stories, span, first + Together, count);
            await store.Writer.WriteAsync(
                async (db, token) =>
                {
                    foreach (var row in rows)
                        await row.KeepAsync(db, token);
                },
                CancellationToken.None
            );
        }
    }

    /// <summary>The next ones are thought up while those before are written.</summary>
    private static Task<List<NewHandoff>> Prepare(
        BenchStore store,
        Stories stories,
        TimeSpan span,
        int first,
        int count
    ) =>
        Task.Run(() =>
            Enumerable
                .Range(first, Math.Clamp(count - first, 0, Together))
                .Select(number =>
                {
                    var random = new Random(number);
                    var (handoff, template) = stories.Initiated(
                        number,
                        store.Now - span + (span / count * number),
                        random
                    );
                    stories.GoOn(handoff, template, random);
                    var alarm = Alarm.Of(handoff, template, store.Catalog);
                    alarm?.PassOver(store.Now);
                    return new NewHandoff(store.Model, HandoffWrite.Begun(handoff, alarm, told: false));
                })
                .ToList()
        );
}
