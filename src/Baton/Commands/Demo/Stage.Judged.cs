using Baton.Client;
using Baton.Features.Handoffs.Commands.Edit;
using Baton.Features.Handoffs.Commands.Initiate;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Commands.Demo;

/// <summary>What the gate judges before the transaction.</summary>
internal sealed partial class Stage
{
    /// <summary>Corrects what was handed over, so many hours ago.</summary>
    internal async Task EditAsync(double hoursAgo, string person, long id, EditRequest request)
    {
        var factory = services.GetRequiredService<IDbContextFactory<BatonDb>>();
        var context = await ContextAsync(await CallerAsync(person), hoursAgo);
        var work = await EditHandoff.Command.PrepareAsync(factory, context, id, request, cancellationToken);
        Done(await writer.WriteAsync((db, token) => work(db, token), cancellationToken));
    }

    /// <summary>Hands over again what was returned, so many hours ago.</summary>
    internal async Task ResubmitAsync(double hoursAgo, string person, long id, InitiateRequest request)
    {
        var factory = services.GetRequiredService<IDbContextFactory<BatonDb>>();
        Done(
            await JudgeInitiate.RunAsync(
                writer,
                factory,
                await ContextAsync(await CallerAsync(person), hoursAgo),
                id,
                request,
                null,
                cancellationToken
            )
        );
    }
}
