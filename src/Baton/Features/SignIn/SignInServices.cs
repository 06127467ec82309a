using Baton.Features.Organization;
using Baton.Features.People;
using Baton.Web.Pages;
using Microsoft.AspNetCore.Identity;

namespace Baton.Features.SignIn;

internal static class SignInServices
{
    private const int Iterations = 210_000;

    /// <summary>Passwords: for the server, and for commands on a data directory.</summary>
    internal static IServiceCollection AddPasswords(this IServiceCollection services)
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
            .AddSingleton<CarryForm>()
            .AddSingleton<SignInRecords>()
            .AddSingleton<PasswordResets>()
            .AddHostedService(services => services.GetRequiredService<PasswordResets>());
        services
            .AddScoped<PasswordSignIn>()
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

    internal static void MapSignInPages(this WebApplication app)
    {
        var open = app.MapOpenPages();
        open.MapSetup();
        open.MapSignIn();
        open.MapSignInCode();
        open.MapForgot();
        open.MapSignInPasskey();
        open.MapOidc();
        open.MapJoin();
        var pages = app.MapPages();
        pages.MapCarriedForms();
        pages.MapAccount();
        pages.MapAddress();
        pages.MapSecondFactor();
        pages.MapPasskeys();
        pages.MapPersonSignInPages();
    }
}
