using Baton.Client;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Pages;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Answer = Baton.Web.Answer;

namespace Baton.Features.People;

internal static class PeopleEndpoints
{
    private const int Iterations = 210_000;

    /// <summary>People and their passwords: for the server, and for commands on a data directory.</summary>
    internal static IServiceCollection AddPeople(this IServiceCollection services)
    {
        services.Configure<PasswordHasherOptions>(hashing => hashing.IterationCount = Iterations);
        services.AddSingleton<IPasswordHasher<Account>, PasswordHasher<Account>>();
        return services.AddSingleton<Passwords>().AddSingleton<SetPassword>();
    }

    /// <summary>Signing in, which needs a server.</summary>
    internal static IServiceCollection AddSignIn(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOidc(configuration);
        services.AddPasskeys(configuration);
        services
            .AddSingleton<SecretText>()
            .AddSingleton<SignInLimits>()
            .AddSingleton<Setup>()
            .AddSingleton<Join>()
            .AddSingleton<AccountOf>()
            .AddSingleton<LiveSessions>()
            .AddSingleton<StartSession>()
            .AddSingleton<ProvenDevices>()
            .AddSingleton<SignInRecords>();
        services
            .AddScoped<SignIn>()
            .AddScoped<SecondFactor>()
            .AddScoped<OwnPassword>()
            .AddScoped<ConfirmAddress>()
            .AddScoped<SecondFactorPages.Signed>();
        services
            .AddScoped<IPasswordValidator<Account>, PasswordValidator>()
            .AddScoped<IUserConfirmation<Account>, ActiveAccountConfirmation>();
        services
            .AddIdentityCore<Account>(identity =>
            {
                identity.Lockout.MaxFailedAccessAttempts = 10;
                identity.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(15);
                identity.SignIn.RequireConfirmedAccount = true;
                var password = identity.Password;
                password.RequiredLength = Passwords.Shortest;
                password.RequireDigit = false;
                password.RequireLowercase = false;
                password.RequireUppercase = false;
                password.RequireNonAlphanumeric = false;
            })
            .AddUserStore<AccountStore>()
            .AddUserManager<AccountManager>()
            .AddTokenProvider<AuthenticatorCode>(TokenOptions.DefaultAuthenticatorProvider)
            .AddSignInManager<AccountSignIn>()
            .AddClaimsPrincipalFactory<SessionClaims>();
        return services;
    }

    internal static void MapPeople(this WebApplication app)
    {
        var open = app.MapOpenPages();
        open.MapSetup();
        open.MapSignIn();
        open.MapSignInCode();
        open.MapSignInPasskey();
        open.MapOidc();
        open.MapJoin();
        var pages = app.MapPages();
        pages.MapAccount();
        pages.MapAddress();
        pages.MapSecondFactor();
        pages.MapPasskeys();
        pages.MapPeoplePages();
    }

    internal static void MapPeople(this RouteGroupBuilder api)
    {
        api.MapInvitations();
        var people = api.MapGroup("/people").WithTags("People");
        people
            .MapGet("/{key}/absences", ListAsync)
            .WithSummary("When a person is away, and who stands in")
            .Answers<ItemsOf<AbsenceRecord>>();
        people
            .MapPost(
                "/{key}/absences",
                (HttpContext http, string key) =>
                    Writes.RunAsync<AbsenceRequest, Absence>(
                        http,
                        (context, body) => (db, token) => AddAbsence.RunAsync(db, context, key, body, token),
                        (absence, _) => Answer.Of(ListAbsences.ToRecord(absence), 201)
                    )
            )
            .WithSummary("Note that a person is away, and who stands in")
            .Takes<AbsenceRequest>()
            .Answers<AbsenceRecord>(201);
        people
            .MapPost(
                "/{key}/absences/{id:long}/end",
                (HttpContext http, string key, long id) =>
                    Writes.RunAsync<EndAbsenceRequest, Absence>(
                        http,
                        (context, _) => (db, token) => EndAbsence.RunAsync(db, context, key, id, token),
                        (absence, _) => Answer.Of(ListAbsences.ToRecord(absence))
                    )
            )
            .WithSummary("The person is back, or does not go after all")
            .Takes<EndAbsenceRequest>()
            .Answers<AbsenceRecord>();
        people
            .MapPut("/{person}/slack", PutSlack)
            .WithSummary("Say who a person is in Slack")
            .Takes<SlackIdRequest>()
            .Answers<SlackIdRecord>();
    }

    private static Task PutSlack(HttpContext http, string person) =>
        Writes.RunAsync<SlackIdRequest, Person>(
            http,
            (context, body) => (db, token) => PutSlackId.RunAsync(db, context, person, body.SlackId, token),
            (known, _) => Answer.Of(new SlackIdRecord(known.Key, known.SlackId))
        );

    private static async Task ListAsync(HttpContext http, string key, IDbContextFactory<BatonDb> factory)
    {
        await using var db = await factory.CreateDbContextAsync(http.RequestAborted);
        await http.AnswerAsync(await ListAbsences.RunAsync(db, http.RequestContext(), key, http.RequestAborted));
    }
}
