using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Baton.Storage;

/// <summary>The model of the store, for what is made of it outside a transaction.</summary>
internal sealed class StoreModel(IDbContextFactory<BatonDb> factory)
{
    private readonly Lazy<IModel> model = new(() =>
    {
        using var db = factory.CreateDbContext();
        return db.Model;
    });

    internal IModel Value => model.Value;
}
