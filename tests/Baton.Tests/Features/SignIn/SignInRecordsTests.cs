using System.Net;
using Baton.Client;
using Baton.Features.Audit;
using Baton.Features.SignIn;
using Baton.Tests.App;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Baton.Tests.Features.SignIn;

/// <summary>Sign-ins stand in the audit log: who, how, from where; never what was typed.</summary>
public sealed class SignInRecordsTests
{
    private const string Typed = "My-S3cret-In-The-Wrong-Field";

    [Theory, EitherEngine]
    public async Task Sign_ins_failures_and_locks_leave_their_rows(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine);
        var cast = await app.CastAsync();
        using var alice = await app.VisitAsync(cast.Alice);
        using var guesser = new Visitor(app);
        await guesser.SignInAsync(Typed, Typed);
        for (var i = 0; i < SignInLimits.PerName + 2; i++)
            await guesser.SignInAsync(cast.Alice.Key, Typed);
        using var scope = app.Services.CreateScope();
        // those that the limit let through count too: at the tenth it is locked, and no more are counted
        for (var i = 0; i < 5; i++)
            await scope
                .ServiceProvider.GetRequiredService<PasswordSignIn>()
                .RunAsync(cast.Alice.Key, Typed, stay: false, TestContext.Current.CancellationToken);

        var rows = (await cast.Root.Api.ListAuditAsync(new AuditQuery { Act = "sign_in", Limit = 100 })).Items;
        var person = $"person {cast.Alice.Key}";
        var success = Assert.Single(rows, row => row.Act == "sign_in.succeeded");
        Assert.Equal(
            (cast.Alice.Key, person, "page", "way: password; from: 127.0.0.1"),
            (success.Who, success.Subject, success.Door, success.After)
        );
        Assert.Equal(
            ["10", "1"],
            rows.Where(row => row.Act == "sign_in.failed" && row.Subject == person)
                .Select(row => row.After!.Split("attempts: ")[1])
        );
        Assert.Equal(
            "nobody",
            Assert.Single(rows, row => row.Act == "sign_in.failed" && row.Subject == "an unknown person").Who
        );
        Assert.StartsWith(
            "until: ",
            Assert.Single(rows, row => row.Act == "sign_in.locked" && row.Subject == person).After!,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(rows, row => $"{row}".Contains(Typed, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Guesses_from_everywhere_do_not_fill_the_log()
    {
        await using var app = await BatonApp.StartAsync(Engine.Sqlite);
        var records = app.Services.GetRequiredService<SignInRecords>();
        for (var i = 1; i <= 300; i++)
            await records.FailedAsync(
                new DefaultHttpContext
                {
                    Connection = { RemoteIpAddress = new IPAddress([198, 51, (byte)(i / 200), (byte)(i % 200)]) },
                },
                null,
                SignInWay.Password
            );
        Assert.InRange(
            await app.ReadAsync(db => db.AuditEntries.CountAsync(entry => entry.Act == "sign_in.failed")),
            50,
            80
        );
    }
}
