using Baton.Client;
using Baton.Features.Organization;
using Baton.Features.People;
using Baton.Features.Templates.Publishing;
using Baton.Hosting;
using Baton.Storage;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Baton.Bench;

/// <summary>
/// A fresh data directory with twelve teams of a member and a lead each, and a template from each team to two others.
/// </summary>
internal sealed class BenchStore : IAsyncDisposable
{
    internal const int Teams = 12;

    private const string Template = """
        key: KEY
        name: Work from one team to another
        fields:
          - { key: client_name, type: text, required: true }
          - { key: contract_value, type: money, required: true, min: 0 }
          - { key: note, type: long_text }
        checklist:
          - { key: filed, text: Contract filed, required: false }
          - { key: met, text: Kickoff meeting held, required: false }
        accept_within: 8h
        resubmit_within: 1d
        complete_within: 10d
        """;

    private readonly ServiceProvider services;

    private BenchStore(ServiceProvider services)
    {
        this.services = services;
        Writer = services.GetRequiredService<Writer>();
        Model = services.GetRequiredService<StoreModel>().Value;
        Now = services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime;
        Directory = services.GetRequiredService<StorageOptions>().DataDirectory;
    }

    internal Writer Writer { get; }

    internal IModel Model { get; }

    internal DateTime Now { get; }

    internal string Directory { get; }

    internal Catalog Catalog { get; private set; } = null!;

    internal static async Task<BenchStore> OpenAsync(string directory)
    {
        var storage = new StorageOptions(Path.GetFullPath(directory), null);
        if (Schema.Upgrade(storage) is { } reason)
            throw new InvalidOperationException(reason);
        var configuration = new ConfigurationBuilder().Build();
        var collection = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(configuration);
        var store = new BenchStore(BatonHost.AddCore(collection, storage, configuration).BuildServiceProvider());
        await store.PeopleAsync();
        return store;
    }

    internal static string TeamOf(int number) => $"team{number % Teams:00}";

    /// <summary>A person of a team: a member, or its lead.</summary>
    internal Caller Member(string team, bool lead = false) => Catalog.CallerOf(team + (lead ? "-lead" : "-member"))!;

    public async ValueTask DisposeAsync() => await services.DisposeAsync();

    private async Task PeopleAsync()
    {
        await Writer.WriteAsync(
            async (db, token) =>
            {
                db.People.Add(NewPerson("root", admin: true));
                foreach (var key in Enumerable.Range(0, Teams).Select(TeamOf))
                {
                    db.People.AddRange(NewPerson($"{key}-member"), NewPerson($"{key}-lead"));
                    var team = db
                        .Teams.Add(
                            new Team
                            {
                                Key = key,
                                Name = key,
                                TimeZone = "Europe/Berlin",
                                CreatedAt = Now,
                            }
                        )
                        .Entity;
                    team.Members.Add(
                        new Membership
                        {
                            TeamKey = key,
                            PersonKey = $"{key}-member",
                            Role = TeamRole.Member,
                        }
                    );
                    team.Members.Add(
                        new Membership
                        {
                            TeamKey = key,
                            PersonKey = $"{key}-lead",
                            Role = TeamRole.Lead,
                        }
                    );
                }

                await db.SaveChangesAsync(token);
            },
            CancellationToken.None
        );
        Catalog = await services.GetRequiredService<Catalogs>().CurrentAsync(CancellationToken.None);
        var context = new RequestContext(Caller.System, Catalog, Now, "cli");
        await Writer.WriteAsync(
            async (db, token) =>
            {
                foreach (
                    var (from, to) in Enumerable
                        .Range(0, Teams)
                        .SelectMany(i => new[] { (TeamOf(i), TeamOf(i + 1)), (TeamOf(i), TeamOf(i + 5)) })
                )
                {
                    var read = PublishTemplate.ReadOne(
                        $"{from}_to_{to}",
                        $"{Template.Replace("KEY", $"{from}_to_{to}", StringComparison.Ordinal)}\nreceiving_team: "
                            + $"{to}\n"
                    );
                    await PublishTemplate.RunAsync(db, context, read.Value!, null, token);
                }
            },
            CancellationToken.None
        );
        Catalog = await services.GetRequiredService<Catalogs>().CurrentAsync(CancellationToken.None);
        var secret = await Writer.WriteAsync(
            (db, token) => CreateToken.RunAsync(db, Now, "root", "bench", null, token),
            CancellationToken.None
        );
        Console.WriteLine(secret.Value);
    }

    private Person NewPerson(string key, bool admin = false) =>
        new()
        {
            Key = key,
            Name = key,
            Email = $"{key}@example.org",
            IsAdmin = admin,
            CreatedAt = Now,
        };
}
