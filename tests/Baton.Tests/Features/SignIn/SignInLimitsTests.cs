using Baton.Features.Organization;
using Baton.Features.SignIn;
using Baton.Hosting;
using Baton.Storage;
using Baton.Tests.App;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Baton.Tests.Features.SignIn;

/// <summary>Who guesses is held off, and whose name or whose proxy it is goes on.</summary>
public sealed class SignInLimitsTests(SharedApps apps)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private const string Setting = "BATON_TRUSTED_PROXIES";

    [Theory, EitherEngine]
    public async Task Nobody_who_guesses_keeps_a_person_out_of_their_own_browser(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        using var alice = await cast.App.VisitAsync(cast.Alice);
        using var guesser = new Visitor(cast.App);
        Assert.Contains(429, await GuessAsync(guesser, cast.Alice.Key, SignInLimits.PerName + 2));
        var until = TimeProvider.System.UtcNow().AddHours(1);
        await cast.App.ReadAsync(db =>
            db.Accounts.Where(candidate => candidate.PersonKey == cast.Alice.Key)
                .ExecuteUpdateAsync(set => set.SetProperty(candidate => candidate.LockedUntil, until))
        );

        // Their own password is asked for as before, too.
        var account = await alice.GetAsync("/account");
        Assert.Equal(
            200,
            (
                await alice.SubmitAsync(account, "Create token", ("name", "x"), ("token_password", Visitor.Password))
            ).Status
        );
        await alice.SubmitAsync(account, "Sign out");
        Assert.Equal("/", (await alice.SignInAsync(cast.Alice.Key)).Path);
        using var fresh = new Visitor(cast.App);
        Assert.NotEqual("/", (await fresh.SignInAsync(cast.Alice.Key)).Path);

        // Such a browser may have been stolen: it guesses no faster, and a new password makes it one like any other.
        await alice.SubmitAsync(await alice.GetAsync("/account"), "Sign out");
        await cast.App.GivePasswordAsync(cast.Alice.Key);
        Assert.Contains(429, await GuessAsync(alice, cast.Alice.Key, 3));
    }

    [Theory, EitherEngine]
    public async Task A_browser_in_which_somebody_signed_in_guesses_no_faster_than_others(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        using var bob = await cast.App.VisitAsync(cast.Bob);
        await bob.SubmitAsync(await bob.GetAsync("/account"), "Sign out");
        Assert.Contains(429, await GuessAsync(bob, cast.Bob.Key, SignInLimits.PerName + 2));
    }

    [Theory, BothEngines]
    public async Task Of_a_name_and_of_an_address_only_the_proven_browser_waits_for_nobody(Engine engine)
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var app = await BatonApp.StartAsync(engine);
        var limits = new SignInLimits(
            new ConfigurationBuilder().Build(),
            app.Services.GetRequiredService<IDbContextFactory<BatonDb>>(),
            app.Services.GetRequiredService<Writer>(),
            time
        );
        for (var i = 0; i < SignInLimits.PerAddress; i++)
            Assert.Null(await limits.WaitAsync("192.0.2.1", $"name-{i}", null, Cancel));
        Assert.NotNull(await limits.WaitAsync("192.0.2.1", "another", null, Cancel));
        Assert.Null(await limits.WaitAsync("192.0.2.1", "another", "its browser", Cancel));
        Assert.Null(await limits.WaitAsync("192.0.2.2", "another", null, Cancel));
        for (var i = 0; i < SignInLimits.PerNameAnywhere; i++)
            Assert.Null(await limits.WaitAsync($"198.51.100.{i}", "alice", null, Cancel));
        Assert.NotNull(await limits.WaitAsync("203.0.113.1", " ALICE", null, Cancel));
        Assert.Null(await limits.WaitAsync("203.0.113.1", "alice", "her browser", Cancel));
        Assert.Null(await limits.OwnPasswordAsync("alice", Cancel));

        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Null(await limits.WaitAsync("203.0.113.1", "alice", null, Cancel));
        Assert.NotNull(await limits.WaitAsync("203.0.113.1", "alice", null, Cancel));
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("10.0.0.0/8, 127.0.0.0/8", true)]
    [InlineData("192.0.2.1", false)]
    [InlineData("", false)]
    public async Task Only_a_trusted_proxy_says_where_a_request_came_from(string trusted, bool believed)
    {
        await using var app = await BatonApp.StartAsync(
            Engine.Sqlite,
            new Dictionary<string, string?> { [Setting] = trusted }
        );
        await app.AddPersonAsync("alice");
        await app.GivePasswordAsync("alice");
        using var guesser = new Visitor(app);
        guesser.ComeFrom("198.51.100.7, 203.0.113.1");
        Assert.Contains(429, await GuessAsync(guesser, "alice", SignInLimits.PerName + 1));
        using var alice = new Visitor(app);
        alice.ComeFrom("198.51.100.7, 203.0.113.2");
        if (!believed)
        {
            Assert.NotEqual("/", (await alice.SignInAsync("alice", "wrong")).Path);
            Assert.Contains(429, await GuessAsync(alice, "alice", 2));
            return;
        }

        Assert.Equal("/", (await alice.SignInAsync("alice")).Path);
        Assert.Equal(
            "203.0.113.2",
            await app.ReadAsync(db => db.Sessions.Select(session => session.Address).SingleAsync())
        );
    }

    [Theory]
    [InlineData("10.0.0.5, ::1, 172.16.0.0/12", 0)]
    [InlineData("nonsense, 10, 0.0.0.0/0, ::/0, 10.0.0.0/40, 10.0.0.5", 5)]
    public void Each_part_that_is_no_proxy_is_named(string setting, int faults) =>
        Assert.Equal(
            faults,
            ProxyOptions
                .Faults(new ConfigurationBuilder().AddInMemoryCollection([new(Setting, setting)]).Build())
                .Count()
        );

    private static async Task<List<int>> GuessAsync(Visitor visitor, string name, int times)
    {
        var answers = new List<int>();
        for (var i = 0; i < times && !answers.Contains(429); i++)
            answers.Add((await visitor.SignInAsync(name, "wrong")).Status);
        return answers;
    }
}
