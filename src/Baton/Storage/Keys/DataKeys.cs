using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;

namespace Baton.Storage.Keys;

/// <summary>
/// Keeps the keys that open what is encrypted in the database, where every server finds them. Those that an older
/// version kept in a directory move in at the start and stay where they were, too.
/// </summary>
internal sealed class DataKeys(
    StorageOptions storage,
    IDbContextFactory<BatonDb> factory,
    KeySeal seal,
    TimeProvider time,
    IServiceProvider services
) : IXmlRepository
{
    private const string Lock = "baton keys";
    private const string Extension = ".xml";

    private bool hasTable;

    /// <summary>Those of the database, and those of the directory that have not moved in.</summary>
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        var keys = InDatabase().ToDictionary(key => key.Name, key => seal.Open(key.Content), StringComparer.Ordinal);
        foreach (var file in Files())
            keys.TryAdd(NameOf(file), File.ReadAllText(file));
        return [.. keys.Values.Select(XElement.Parse)];
    }

    /// <summary>The framework asks for it outside of any write, see <see cref="PrepareAsync"/>.</summary>
    public void StoreElement(XElement element, string friendlyName) =>
        Task.Run(() => AddAsync(friendlyName, element.ToString(), CancellationToken.None)).GetAwaiter().GetResult();

    /// <summary>
    /// Moves in what lies in the directory, and makes the first key: later that would happen in the middle of a
    /// write, where there is none to be had. Servers that start side by side make one together.
    /// </summary>
    internal async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await using (var store = await factory.CreateDbContextAsync(cancellationToken))
            if (await Inspection.WhyNotCompleteAsync(store, cancellationToken) is { } reason)
                throw new StoreNotReadyException(reason);
        foreach (var file in Files())
            await MoveInAsync(file, cancellationToken);
        if (seal.IsOn)
            await SealAsync(cancellationToken);
        _ = GetAllElements(); // says why where they cannot be opened
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        await using var alone = await db.AloneAsync(Lock, cancellationToken);
        services.GetRequiredService<IDataProtectionProvider>().CreateProtector("start").Protect([0]);
    }

    /// <summary>What can be said of how they lie there.</summary>
    internal string Note() =>
        InDatabase().All(key => KeySeal.IsSealed(key.Content))
            ? T("the keys are sealed")
            : T("the keys are not sealed; {0} seals them", KeySeal.Setting);

    private async Task MoveInAsync(string file, CancellationToken cancellationToken)
    {
        var name = NameOf(file);
        var content = await File.ReadAllTextAsync(file, cancellationToken);
        if (InDatabase().All(key => key.Name != name))
            await AddAsync(name, content, cancellationToken);
        var moved = seal.Open(InDatabase().Single(key => key.Name == name).Content);
        if (!HashOf(moved).SequenceEqual(HashOf(content)))
            throw new StoreNotReadyException(
                $"The key {name} in the database differs from {file}. One of them belongs to another installation: "
                    + "move the file away, or check --data and --database."
            );
    }

    private Task AddAsync(string name, string content, CancellationToken cancellationToken) =>
        services
            .GetRequiredService<Writer>()
            .WriteAsync(
                async (db, token) =>
                {
                    if (await db.DataKeys.AnyAsync(key => key.Name == name, token))
                        return;
                    db.DataKeys.Add(
                        new DataKey
                        {
                            Name = name,
                            Content = seal.Seal(content),
                            CreatedAt = time.UtcNow(),
                        }
                    );
                    await db.SaveChangesAsync(token);
                },
                cancellationToken
            );

    private Task SealAsync(CancellationToken cancellationToken) =>
        services
            .GetRequiredService<Writer>()
            .WriteAsync(
                async (db, token) =>
                {
                    foreach (var key in await db.DataKeys.ToListAsync(token))
                        if (!KeySeal.IsSealed(key.Content))
                            key.Content = seal.Seal(key.Content);
                    await db.SaveChangesAsync(token);
                },
                cancellationToken
            );

    /// <summary>A store of an older schema, which is only looked at, has no table for them.</summary>
    private List<DataKey> InDatabase()
    {
        hasTable =
            hasTable || Schema.Applied(storage).Applied.Any(file => file.StartsWith("0051-", StringComparison.Ordinal));
        if (!hasTable)
            return [];
        using var db = factory.CreateDbContext();
        return [.. db.DataKeys.AsNoTracking()];
    }

    private string[] Files() =>
        Directory.Exists(storage.KeysDirectory) ? Directory.GetFiles(storage.KeysDirectory, $"*{Extension}") : [];

    private static string NameOf(string file) => Path.GetFileNameWithoutExtension(file);

    private static byte[] HashOf(string content) => SHA256.HashData(Encoding.UTF8.GetBytes(content));
}
