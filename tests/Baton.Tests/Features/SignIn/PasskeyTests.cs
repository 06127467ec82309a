using Baton.Features.SignIn;
using Baton.Tests.App;
using Microsoft.EntityFrameworkCore;

namespace Baton.Tests.Features.SignIn;

public sealed class PasskeyTests(SharedApps apps)
{
    private const string Unknown =
        "The passkey was not recognized, or it took too long. Try again, or sign in with your password.";

    [Theory, EitherEngine]
    public async Task A_passkey_opens_by_itself_and_no_code_is_asked(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        using var alice = await cast.App.VisitAsync(cast.Alice);
        using var phone = Key(cast.App);
        Assert.Contains(
            "The current password is wrong.",
            await OptionsAsync(alice, "/account/passkeys", ("name", "phone"), ("current", "wrong")),
            StringComparison.Ordinal
        );
        Assert.Equal(
            422,
            (
                await PostAsync(alice, "/account/passkeys", ("name", "phone"), ("credential", phone.Make(Made(cast))))
            ).Status
        );
        Assert.Contains(
            "phone",
            (await AddAsync(alice, phone, "phone")).Document.QuerySelector("#name-0")!.GetAttribute("value"),
            StringComparison.Ordinal
        );
        await SecondFactorTests.SetUpAsync(cast.App, cast.Alice);

        using var visitor = new Visitor(cast.App);
        Assert.Equal(200, (await SignInAsync(visitor, phone, "/teams")).Status);
        Assert.Equal("/teams", (await visitor.GetAsync("/teams")).Path);
        Assert.DoesNotContain("Identity.TwoFactorUserId", visitor.Jar.Keys);
        Assert.NotNull(
            (
                await cast.App.ReadAsync(db => db.Passkeys.SingleAsync(passkey => passkey.CredentialId == phone.Id))
            ).UsedAt
        );

        await PostAsync(visitor, $"/account/passkeys/{phone.Id}/rename", ("name", "old phone"));
        Assert.Equal("/account/passkeys", (await PostAsync(visitor, $"/account/passkeys/{phone.Id}/remove")).Path);
        Assert.Equal(404, (await PostAsync(visitor, $"/account/passkeys/{phone.Id}/remove")).Status);
        using var other = new Visitor(cast.App);
        Assert.Equal(Unknown, Assert.Single((await SignInAsync(other, phone)).Faults));
    }

    [Theory, EitherEngine]
    public async Task What_is_not_proved_here_and_now_opens_nothing(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        using var alice = await cast.App.VisitAsync(cast.Alice);
        using var phone = Key(cast.App);
        await AddAsync(alice, phone, "phone");
        using var visitor = new Visitor(cast.App);
        foreach (
            var (spoil, mend) in ((Action, Action)[])
                [
                    (() => phone.Origin = "https://evil.example", () => phone.Origin = Origin(cast.App)),
                    (() => phone.Verified = false, () => phone.Verified = true),
                ]
        )
        {
            spoil();
            Assert.Equal(Unknown, Assert.Single((await SignInAsync(visitor, phone)).Faults));
            mend();
        }

        using var stranger = Key(cast.App);
        stranger.Make(Made(cast));
        Assert.Equal(422, (await SignInAsync(visitor, stranger)).Status);
        Assert.Equal(422, (await PostAsync(visitor, "/sign-in/passkey", ("credential", "{"), ("to", "/"))).Status);

        // The answer to another question, and a right one a second time.
        var first = phone.Prove(await OptionsAsync(visitor, "/sign-in/passkey"));
        var second = phone.Prove(await OptionsAsync(visitor, "/sign-in/passkey"));
        Assert.Equal(422, (await PostAsync(visitor, "/sign-in/passkey", ("credential", first))).Status);
        Assert.DoesNotContain("baton", visitor.Jar.Keys);
        second = phone.Prove(await OptionsAsync(visitor, "/sign-in/passkey"));
        Assert.Equal("/", (await PostAsync(visitor, "/sign-in/passkey", ("credential", second))).Path);
        using var thief = new Visitor(cast.App);
        Assert.Equal(422, (await PostAsync(thief, "/sign-in/passkey", ("credential", second))).Status);

        phone.Count = 0; // a copy of the device, which lags behind
        Assert.Equal(422, (await SignInAsync(thief, phone)).Status);
    }

    [Theory, EitherEngine]
    public async Task It_is_its_owners_alone_and_gone_with_them(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        using var alice = await cast.App.VisitAsync(cast.Alice);
        using var bob = await cast.App.VisitAsync(cast.Bob);
        using var phone = Key(cast.App);
        await AddAsync(alice, phone, "phone");
        foreach (var way in (string[])["rename", "remove"])
            Assert.Equal(404, (await PostAsync(bob, $"/account/passkeys/{phone.Id}/{way}", ("name", "mine"))).Status);
        Assert.DoesNotContain(
            phone.Id,
            (await bob.GetAsync("/account/passkeys")).Document.DocumentElement.OuterHtml,
            StringComparison.Ordinal
        );
        Assert.Equal(422, (await AddAsync(bob, phone, "hers")).Status);

        await cast.App.AdminAsync("person", "deactivate", cast.Alice.Key);
        using var visitor = new Visitor(cast.App);
        Assert.Equal(Unknown, Assert.Single((await SignInAsync(visitor, phone)).Faults));
        Assert.DoesNotContain("baton", visitor.Jar.Keys);
    }

    internal static SoftKey Key(BatonApp app) => new(Origin(app));

    internal static async Task<Seen> AddAsync(
        Visitor visitor,
        SoftKey key,
        string name,
        string password = Visitor.Password
    ) =>
        await PostAsync(
            visitor,
            "/account/passkeys",
            ("name", name),
            (
                "credential",
                key.Make(await OptionsAsync(visitor, "/account/passkeys", ("name", name), ("current", password)))
            )
        );

    private static string Origin(BatonApp app) => app.Url.GetLeftPart(UriPartial.Authority);

    private static string Made(Cast cast) =>
        $$"""{"rp": {"id": "{{cast.App.Url.Host}}"}, "user": {"id": "YQ"}, "challenge": "YQ"}""";

    private static async Task<Seen> SignInAsync(Visitor visitor, SoftKey key, string to = "/") =>
        await PostAsync(
            visitor,
            "/sign-in/passkey",
            ("to", to),
            ("credential", key.Prove(await OptionsAsync(visitor, "/sign-in/passkey")))
        );

    private static async Task<string> OptionsAsync(
        Visitor visitor,
        string path,
        params (string Name, string Value)[] typed
    ) => (await PostAsync(visitor, $"{path}/options", typed)).Text;

    private static async Task<Seen> PostAsync(Visitor visitor, string path, params (string Name, string Value)[] typed)
    {
        var page = await visitor.GetAsync(visitor.Jar.ContainsKey("baton") ? "/account" : "/sign-in");
        return await visitor.PostAsync(
            path,
            [("form", page.Document.QuerySelector("[name=form]")!.GetAttribute("value")!), .. typed]
        );
    }
}
