using System.Text.Json;
using Baton.Client;
using Baton.Tests.App;

namespace Baton.Tests.Features.Handoffs.Chains;

/// <summary>
/// Whatever people do to random chains at the same time, each live handoff agrees with its source or says how it
/// differs.
/// </summary>
public sealed class DriftSettlesTests(SharedApps apps)
{
    private const string Carrying = "  - { key: client_name, type: text, required: true, carry: client_name }";

    private static readonly int Steps = LongRun.IsWanted ? 600 : 60;

    [Theory, BothEngines]
    public async Task Random_corrections_settle(Engine engine)
    {
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var (chain, ids) = await TreeAsync(engine, new Random(seed));
        var random = new Random(seed);
        var root = chain.Cast.Root.Api;
        for (var done = 0; done < Steps; done += 4)
        {
            var together = Enumerable
                .Range(0, 4)
                .Select(_ => (Id: ids[random.Next(ids.Count)], random.Next()))
                .ToList();
            var created = await Task.WhenAll(together.Select(step => DoAsync(chain, step.Id, new Random(step.Item2))));
            ids.AddRange(created.OfType<long>());
        }

        await CheckAsync(root, ids);
        Assert.Contains("OK       history", (await chain.Cast.App.AdminAsync("doctor")).Out);

        // Settled by hand from the first to the last, nothing differs any more.
        foreach (var id in ids.Order().ToList())
        {
            if ((await root.GetAsync(id)).AllowedCommands.Contains("update"))
                await root.UpdateAsync(id);
        }

        Assert.All(await AllAsync(root, ids), handoff => Assert.True(handoff.Drift.Count == 0 || !IsLive(handoff)));
    }

    /// <summary>Ten hops, each with two more handoffs beside it.</summary>
    private async Task<(ChainCast Chain, List<long> Ids)> TreeAsync(Engine engine, Random random)
    {
        var chain = await ChainCast.Of(await apps.CastOn(engine), secondFields: Carrying, thirdFields: Carrying);
        await chain.PublishAsync(chain.First, chain.Cast.Sender, chain.Cast.Receiver, Carrying);
        var root = chain.Cast.Root.Api;
        var line = new List<long> { (await CreateAsync(chain, null, 0, "Acme"))!.Value };
        for (var hop = 1; hop <= 10; hop++)
            line.Add((await CreateAsync(chain, line[^1], hop, null))!.Value);
        var ids = new List<long>(line);
        foreach (var parent in line)
            ids.Add((await CreateAsync(chain, parent, random.Next(3), null))!.Value);
        await root.EditAsync(line[0], Name("Acme of all"));
        Assert.All(
            (await AllAsync(root, ids)).Skip(1),
            handoff => Assert.Equal("Acme of all", Assert.Single(handoff.Drift).Now?.GetString())
        );
        return (chain, ids);
    }

    private static async Task<long?> CreateAsync(ChainCast chain, long? parent, int hop, string? name)
    {
        string[] templates = [chain.First, chain.Second, chain.Third];
        var context = name is null ? JsonElement.Parse("{}") : Json(new { client_name = name });
        var request = new CreateHandoffRequest(templates[hop % 3], context, Draft: hop % 5 == 4, ParentId: parent);
        return (await chain.Cast.Root.Api.CreateAsync(request)).HandoffId;
    }

    /// <summary>One random command; what is not possible any more is refused, which is as good.</summary>
    private static async Task<long?> DoAsync(ChainCast chain, long id, Random random)
    {
        var root = chain.Cast.Root.Api;
        try
        {
            switch (random.Next(12))
            {
                case 0 or 1:
                    return await CreateAsync(chain, id, random.Next(3), random.Next(4) == 0 ? "Own" : null);
                case 2:
                    await root.KeepAsync(id);
                    break;
                case 3 or 4:
                    await root.UpdateAsync(id);
                    break;
                case 5:
                    await root.AcceptAsync(id);
                    break;
                case 6 when random.Next(3) == 0:
                    await root.CompleteAsync(id);
                    break;
                case 7 when random.Next(3) == 0:
                    await root.WithdrawAsync(id, new WithdrawRequest("no longer needed"));
                    break;
                default:
                    await root.EditAsync(id, Name($"Acme {random.Next(5)}"));
                    break;
            }
        }
        catch (BatonException refused) when (refused.Problem.Status is 409)
        {
            return null;
        }

        return null;
    }

    /// <summary>What is at the source of each is found anew, from what the handoffs say of themselves.</summary>
    private static async Task CheckAsync(BatonClient root, IReadOnlyList<long> ids)
    {
        var all = (await AllAsync(root, ids)).ToDictionary(handoff => handoff.Url);
        foreach (var handoff in all.Values.Where(IsLive))
        {
            var expected = AtSource(all, handoff);
            var drift = handoff.Drift.SingleOrDefault();
            if (NameOf(handoff) == expected)
                Assert.Null(drift);
            else
                Assert.Equal((NameOf(handoff), expected), (drift?.Was?.GetString(), drift?.Now?.GetString()));
        }
    }

    private static string? AtSource(Dictionary<string, HandoffRecord> all, HandoffRecord handoff) =>
        handoff.Provenance!["client_name"] is { Kind: ProvenanceKind.Carried, Ref: { } source }
            ? AtSource(all, all[source])
            : NameOf(handoff);

    private static async Task<IReadOnlyList<HandoffRecord>> AllAsync(BatonClient root, IReadOnlyList<long> ids)
    {
        var all = new List<HandoffRecord>();
        foreach (var id in ids)
            all.Add(await root.GetAsync(id));
        return all;
    }

    private static bool IsLive(HandoffRecord handoff) =>
        handoff.Status
            is HandoffStatus.Draft
                or HandoffStatus.Initiated
                or HandoffStatus.Returned
                or HandoffStatus.Accepted;

    private static string? NameOf(HandoffRecord handoff) => handoff.Context.GetProperty("client_name").GetString();

    private static EditRequest Name(string name) => new(Json(new { client_name = name }));

    private static JsonElement Json<T>(T value) => JsonSerializer.SerializeToElement(value, BatonJson.Options);
}
