using Baton.Features.Organization;
using Baton.Storage;

namespace Baton.Hosting;

/// <summary>
/// What a start needs of the framework's storage, made on another core while the rest of the server is put together:
/// the model of the store and the queries of the catalog take a third of a start. They are kept by the framework, for
/// whoever needs them next. What fails here fails again where it is needed, and is told there.
/// </summary>
internal static class WarmStart
{
    internal static Task BeginModel(StorageOptions storage) =>
        Task.Run(async () =>
        {
            await using var db = StorageServices.ContextOf(storage);
            _ = db.Model;
        });

    /// <param name="model">Ends when the model is made.</param>
    /// <param name="storage">A store of this version, with the settings of the server.</param>
    internal static void BeginCatalog(Task model, StorageOptions storage) =>
        _ = Task.Run(async () =>
        {
            await model;
            await using var db = StorageServices.ContextOf(storage);
            await Catalogs.LoadAsync(db, stamp: 0, before: null, CancellationToken.None);
        });
}
