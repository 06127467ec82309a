using Baton.Features.Organization;
using Baton.Features.SignIn;
using Baton.Hosting;
using Baton.Tests.App;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using OtpNet;

namespace Baton.Tests.Features.SignIn;

/// <summary>A phone's app is played by a library of its own; the clock stands still unless a test moves it.</summary>
public sealed class SecondFactorTests(SharedApps apps)
{
    private const string Wrong =
        "The code is wrong or was already used. After several attempts, an account is locked for 15 minutes.";

    [Theory, EitherEngine]
    public async Task Set_up_with_a_code_the_app_is_asked_at_each_sign_in(Engine engine)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));
        await using var app = await BatonApp.StartAsync(engine, time: time);
        var alice = await app.AddPersonAsync("alice");
        using var laptop = await app.VisitAsync(alice);
        using var phone = new Visitor(app);
        Assert.Equal("/", (await phone.SignInAsync("alice")).Path);

        var offer = await laptop.GetAsync("/account/second-factor");
        var secret = offer.Document.QuerySelector("#secret")!.TextContent;
        Assert.NotNull(offer.Document.QuerySelector("svg.qr path"));
        var refused = await laptop.SubmitAsync(offer, "Turn on", ("code", "000000"), ("current", Visitor.Password));
        Assert.Equal((422, secret), (refused.Status, refused.Document.QuerySelector("#secret")!.TextContent));
        refused = await laptop.SubmitAsync(refused, "Turn on", ("code", Code(secret, time)), ("current", "wrong"));
        Assert.Equal("The current password is wrong.", Assert.Single(refused.Faults));
        Assert.Equal("/", (await new Visitor(app).SignInAsync("alice")).Path);
        var codes = CodesOf(
            await laptop.SubmitAsync(refused, "Turn on", ("code", Code(secret, time)), ("current", Visitor.Password))
        );
        Assert.Equal(10, codes.Distinct().Count());
        Assert.Equal(200, (await laptop.GetAsync("/account")).Status);
        Assert.StartsWith("/sign-in", (await phone.GetAsync("/")).Path, StringComparison.Ordinal);
        var kept = await app.ReadAsync(db => db.Accounts.SingleAsync(account => account.PersonKey == "alice"));
        Assert.DoesNotContain(Plain(secret), kept.AuthenticatorKey, StringComparison.Ordinal);
        Assert.All(kept.RecoveryCodes, hash => Assert.Matches("^[0-9a-f]{64}$", hash));

        var asked = await phone.SignInAsync("alice");
        Assert.Equal(("Enter your code", "/sign-in/code?to=%2F"), (asked.Heading, asked.Path));
        Assert.DoesNotContain("baton", phone.Jar.Keys);
        Assert.StartsWith("/sign-in", (await phone.GetAsync("/handoffs")).Path, StringComparison.Ordinal);
        Assert.Equal(
            Wrong,
            Assert.Single((await phone.SubmitAsync(asked, "Sign in", ("code", Code(secret, time)))).Faults)
        ); // it was used to set it up
        time.Advance(TimeSpan.FromSeconds(30));
        var code = Code(secret, time);
        Assert.Equal("/", (await phone.SubmitAsync(asked, "Sign in", ("code", $"{code[..3]} {code[3..]}"))).Path);
        Assert.DoesNotContain("Identity.TwoFactorUserId", phone.Jar.Keys);

        using var thief = new Visitor(app);
        asked = await thief.SignInAsync("alice");
        Assert.Equal(422, (await thief.SubmitAsync(asked, "Sign in", ("code", code))).Status);
        time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(422, (await thief.SubmitAsync(asked, "Sign in", ("code", code))).Status);
    }

    [Theory, EitherEngine]
    public async Task A_recovery_code_opens_once_and_new_ones_replace_the_old(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        using var alice = await cast.App.VisitAsync(cast.Alice);
        var codes = await SetUpAsync(cast.App, cast.Alice);
        using var phone = new Visitor(cast.App);
        Assert.Equal(
            "/",
            (
                await phone.SubmitAsync(
                    await phone.SignInAsync(cast.Alice.Key),
                    "Sign in",
                    ("code", codes[0].ToUpperInvariant().Replace('-', ' '))
                )
            ).Path
        );
        Assert.Contains(
            "You have 9 recovery codes left",
            (await phone.GetAsync("/account")).Text,
            StringComparison.Ordinal
        );
        using var other = new Visitor(cast.App);
        Assert.Equal(
            422,
            (await other.SubmitAsync(await other.SignInAsync(cast.Alice.Key), "Sign in", ("code", codes[0]))).Status
        );

        var page = await phone.GetAsync("/account/second-factor");
        Assert.Equal(
            "Enter your current password.",
            Assert.Single((await phone.SubmitAsync(page, "Create new recovery codes")).Faults)
        );
        var fresh = CodesOf(await phone.SubmitAsync(page, "Create new recovery codes", ("current", Visitor.Password)));
        var asked = await other.SignInAsync(cast.Alice.Key);
        Assert.Equal(422, (await other.SubmitAsync(asked, "Sign in", ("code", codes[1]))).Status);
        Assert.Equal("/", (await other.SubmitAsync(asked, "Sign in", ("code", fresh[1]))).Path);
    }

    [Theory, EitherEngine]
    public async Task Two_with_the_same_code_at_once_are_let_in_once(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var codes = await SetUpAsync(cast.App, cast.Alice);
        var visitors = Enumerable.Range(0, 4).Select(_ => new Visitor(cast.App)).ToList();
        var asked = await Task.WhenAll(visitors.Select(visitor => visitor.SignInAsync(cast.Alice.Key)));
        var ends = await Task.WhenAll(
            visitors
                .Index()
                .Select(candidate => candidate.Item.SubmitAsync(asked[candidate.Index], "Sign in", ("code", codes[0])))
        );
        Assert.Single(ends, end => end.Path == "/");
        visitors.ForEach(visitor => visitor.Dispose());
    }

    [Theory, EitherEngine]
    public async Task Wrong_codes_at_once_are_all_counted(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        await SetUpAsync(cast.App, cast.Alice);
        var visitors = Enumerable.Range(0, 6).Select(_ => new Visitor(cast.App)).ToList();
        var asked = await Task.WhenAll(visitors.Select(visitor => visitor.SignInAsync(cast.Alice.Key)));
        var ends = await Task.WhenAll(
            visitors
                .Index()
                .Select(candidate =>
                    candidate.Item.SubmitAsync(
                        asked[candidate.Index],
                        "Sign in",
                        ("code", candidate.Index % 2 == 0 ? "000000" : "aaaa-bbbb-cccc-dddd")
                    )
                )
        );
        Assert.All(ends, end => Assert.Equal(422, end.Status));
        Assert.Equal(
            6,
            (
                await cast.App.ReadAsync(db => db.Accounts.SingleAsync(account => account.PersonKey == cast.Alice.Key))
            ).FailedAttempts
        );
        visitors.ForEach(visitor => visitor.Dispose());
    }

    [Theory, EitherEngine]
    public async Task Wrong_codes_of_either_kind_lock_the_account(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var codes = await SetUpAsync(cast.App, cast.Alice);
        using var visitor = new Visitor(cast.App);
        var asked = await visitor.SignInAsync(cast.Alice.Key);
        for (var i = 0; i < SignInLimits.PerName; i++)
            Assert.Equal(
                422,
                (
                    await visitor.SubmitAsync(asked, "Sign in", ("code", i % 2 == 0 ? "000000" : "aaaa-bbbb-cccc-dddd"))
                ).Status
            );
        var limited = await visitor.SubmitAsync(asked, "Sign in", ("code", codes[0]));
        Assert.Equal((429, true), (limited.Status, limited.Response.Headers.RetryAfter is not null));
        var account = await cast.App.ReadAsync(db =>
            db.Accounts.SingleAsync(candidate => candidate.PersonKey == cast.Alice.Key)
        );
        Assert.Equal((SignInLimits.PerName, true), (account.FailedAttempts, account.LockedUntil is null));

        // Two wrong passwords more: the right one did not set the count back, since it opened nothing.
        for (var i = 0; i < 2; i++)
            Assert.Equal(422, (await visitor.SignInAsync(cast.Alice.Key, "wrong")).Status);
        Assert.NotNull(
            (
                await cast.App.ReadAsync(db =>
                    db.Accounts.SingleAsync(candidate => candidate.PersonKey == cast.Alice.Key)
                )
            ).LockedUntil
        );
    }

    [Theory, EitherEngine]
    public async Task Switching_off_needs_the_password_and_an_admin_clears_it_for_others(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        using var alice = await cast.App.VisitAsync(cast.Alice);
        using var root = await cast.App.VisitAsync(cast.Root);
        var codes = await SetUpAsync(cast.App, cast.Alice);
        await alice.SubmitAsync(await alice.SignInAsync(cast.Alice.Key), "Sign in", ("code", codes[0]));
        var form = (
            "form",
            (await alice.GetAsync("/account/second-factor"))
                .Document.QuerySelector("[name=form]")!
                .GetAttribute("value")!
        );
        Assert.Equal(
            "Enter your current password.",
            Assert.Single((await alice.PostAsync("/account/second-factor/off", [form])).Faults)
        );
        Assert.Equal(
            "The current password is wrong.",
            Assert.Single((await alice.PostAsync("/account/second-factor/off", [form, ("current", "wrong")])).Faults)
        );
        Assert.Equal(
            "/account",
            (await alice.PostAsync("/account/second-factor/off", [form, ("current", Visitor.Password)])).Path
        );
        using var phone = new Visitor(cast.App);
        Assert.Equal("/", (await phone.SignInAsync(cast.Alice.Key)).Path);

        await SetUpAsync(cast.App, cast.Alice);
        Assert.Equal("Enter your code", (await phone.SignInAsync(cast.Alice.Key)).Heading);
        Assert.Contains(
            "signs in with a password only",
            (
                await root.SubmitAsync(
                    await root.GetAsync($"/people/{cast.Alice.Key}/second-factor"),
                    $"Remove second factor: {cast.Alice.Key}"
                )
            ).Text,
            StringComparison.Ordinal
        );
        Assert.Equal("/", (await phone.SignInAsync(cast.Alice.Key)).Path);

        await SetUpAsync(cast.App, cast.Bob);
        Assert.Equal(
            $"{cast.Bob.Key} now signs in with a password only.",
            (await cast.App.AdminAsync("person", "clear-second-factor", cast.Bob.Key)).Out.Trim()
        );
        using var bob = new Visitor(cast.App);
        Assert.Equal("/", (await bob.SignInAsync(cast.Bob.Key)).Path);
        Assert.Equal(1, (await cast.App.AdminAsync("person", "clear-second-factor", "nobody")).Code);
    }

    [Fact]
    public async Task The_secret_of_another_person_or_a_made_up_one_is_not_kept()
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        using var alice = await cast.App.VisitAsync(cast.Alice);
        using var bob = await cast.App.VisitAsync(cast.Bob);
        var mine = await alice.GetAsync("/account/second-factor");
        var his = await bob.GetAsync("/account/second-factor");
        var secret = his.Document.QuerySelector("#secret")!.TextContent;
        foreach (
            var given in (string[])
                [his.Document.QuerySelector("[name=secret]")!.GetAttribute("value")!, Plain(secret), ""]
        )
            Assert.Equal(
                422,
                (
                    await alice.SubmitAsync(
                        mine,
                        "Turn on",
                        ("secret", given),
                        ("code", Code(secret, TimeProvider.System)),
                        ("current", Visitor.Password)
                    )
                ).Status
            );
        Assert.False(
            (
                await cast.App.ReadAsync(db => db.Accounts.SingleAsync(account => account.PersonKey == cast.Alice.Key))
            ).TwoFactor
        );
    }

    [Fact]
    public async Task Without_the_keys_of_the_server_the_door_stays_shut_but_for_recovery_codes()
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        var codes = await SetUpAsync(cast.App, cast.Alice);
        await cast.App.ReadAsync(db =>
            db.Accounts.Where(account => account.PersonKey == cast.Alice.Key)
                .ExecuteUpdateAsync(set => set.SetProperty(candidate => candidate.AuthenticatorKey, "sealed by others"))
        );
        using var phone = new Visitor(cast.App);
        var asked = await phone.SignInAsync(cast.Alice.Key);
        Assert.Equal(422, (await phone.SubmitAsync(asked, "Sign in", ("code", "123456"))).Status);
        Assert.Equal("/", (await phone.SubmitAsync(asked, "Sign in", ("code", codes[0]))).Path);
    }

    /// <summary>A person's second factor, set up as the page does it; the codes for when the phone is away.</summary>
    internal static async Task<string[]> SetUpAsync(BatonApp app, Someone who)
    {
        using var scope = app.Services.CreateScope();
        var second = scope.ServiceProvider.GetRequiredService<SecondFactor>();
        await app.GivePasswordAsync(who.Key);
        var account = await app.ReadAsync(db =>
            db.Accounts.AsNoTracking().SingleAsync(candidate => candidate.PersonKey == who.Key)
        );
        var (secret, _) = second.Offer(who.Key);
        return (await second.ConfirmAsync(account, secret, Code(secret, TimeProvider.System))).Value!;
    }

    private static string[] CodesOf(Seen page)
    {
        Assert.Equal("Your recovery codes", page.Heading);
        return [.. page.Document.QuerySelectorAll(".codes code").Select(candidate => candidate.TextContent)];
    }

    internal static string Code(string secret, TimeProvider time) =>
        new Totp(Base32Encoding.ToBytes(Plain(secret))).ComputeTotp(time.UtcNow());

    private static string Plain(string secret) => secret.Replace(" ", "", StringComparison.Ordinal);
}
