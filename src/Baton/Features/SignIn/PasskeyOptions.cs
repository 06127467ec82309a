using Microsoft.AspNetCore.Identity;

namespace Baton.Features.SignIn;

/// <summary>Whose passkeys they are: those of the address that people use, and of no other.</summary>
internal static class PasskeyOptions
{
    internal static void AddPasskeys(this IServiceCollection services, IConfiguration configuration)
    {
        var home = Uri.TryCreate(configuration[BaseUrl.Setting], UriKind.Absolute, out var url) ? url : null;
        services.AddScoped<Passkeys>();
        services.Configure<IdentityPasskeyOptions>(passkeys =>
        {
            passkeys.UserVerificationRequirement = "required";
            passkeys.ResidentKeyRequirement = "required";
            passkeys.ServerDomain = home?.Host;
            passkeys.ValidateOrigin = context =>
                ValueTask.FromResult(
                    !context.CrossOrigin
                        && context.TopOrigin is null
                        && context.Origin == OriginOf(home, context.HttpContext.Request)
                );
        });
    }

    /// <summary>Without <c>BATON_URL</c>, the address that was asked.</summary>
    private static string OriginOf(Uri? home, HttpRequest request) =>
        home?.GetLeftPart(UriPartial.Authority) ?? $"{request.Scheme}://{request.Host}";
}
