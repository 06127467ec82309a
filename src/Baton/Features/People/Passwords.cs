using Baton.Client;
using Baton.Features.Organization;
using Microsoft.AspNetCore.Identity;

namespace Baton.Features.People;

/// <summary>
/// What a password must be, and its hash. Length counts and what others would guess is refused; characters of each
/// kind are not asked for, because that makes passwords alike.
/// </summary>
internal sealed class Passwords(IPasswordHasher<Account> hasher)
{
    internal const int Shortest = 10;
    internal const int Longest = 200;
    private const int LeastDifferent = 5;

    /// <summary>
    /// What stands in the lists of passwords that are tried first, without the digits and signs that people put
    /// around it.
    /// </summary>
    private static readonly HashSet<string> Common = new(StringComparer.Ordinal)
    {
        "password",
        "passwort",
        "passw",
        "pass",
        "letmein",
        "welcome",
        "admin",
        "administrator",
        "login",
        "secret",
        "iloveyou",
        "monkey",
        "dragon",
        "sunshine",
        "princess",
        "football",
        "baseball",
        "superman",
        "batman",
        "master",
        "shadow",
        "michael",
        "jennifer",
        "trustno",
        "starwars",
        "whatever",
        "freedom",
        "hello",
        "helloworld",
        "changeme",
        "default",
        "guest",
        "access",
        "qwerty",
        "qwertz",
        "azerty",
        "summer",
        "winter",
        "spring",
        "autumn",
        "baton",
        "handoff",
        "handover",
        "company",
        "test",
        "testing",
        "qwertyuiop",
        "asdfghjkl",
        "abcdefghij",
        "abcdefghijk",
    };

    private static readonly string[] Rows =
    [
        "qwertyuiop",
        "asdfghjkl",
        "zxcvbnm",
        "abcdefghijklmnopqrstuvwxyz",
        "01234567890",
        "09876543210",
    ];

    private readonly Lazy<string> hashOfNobody = new(() => hasher.HashPassword(null!, "of nobody at all"));

    /// <summary>Verified where there is no hash to verify, so that this takes as long.</summary>
    internal string HashOfNobody => hashOfNobody.Value;

    internal string Hash(string password) => hasher.HashPassword(null!, password);

    /// <param name="password">What the person chose.</param>
    /// <param name="names">Their names and address, which others know too.</param>
    internal static IEnumerable<FieldError> Faults(string? password, params ReadOnlySpan<string?> names)
    {
        if (string.IsNullOrEmpty(password))
            return [Fault("missing", T("Enter a password."))];
        if (password.Length is < Shortest or > Longest)
            return
            [
                Fault(
                    "rule",
                    T(
                        "The password must have {0} to {1} characters. This one has {2}.",
                        Shortest,
                        Longest,
                        password.Length
                    )
                ),
            ];
        if (password.Distinct().Count() < LeastDifferent)
            return [Fault("rule", T("The password must have at least {0} different characters.", LeastDifferent))];
        var plain = password.ToLowerInvariant();
        var core = plain
            .Trim([.. "0123456789 !?.,;:-_#+*$%&/()=@\"'"])
            .Replace('0', 'o')
            .Replace('1', 'l')
            .Replace('3', 'e')
            .Replace('4', 'a')
            .Replace('@', 'a')
            .Replace('$', 's')
            .Replace('5', 's');
        if (
            core.Length == 0
            || Common.Contains(core)
            || Rows.Any(row => core.Length >= 4 && row.Contains(core, StringComparison.Ordinal))
        )
            return
            [
                Fault(
                    "common",
                    T("This password is too common. Choose another one, for example four unrelated words.")
                ),
            ];
        var rest = plain;
        foreach (var name in names)
        foreach (var part in PartsOf(name))
            rest = rest.Replace(part, "", StringComparison.Ordinal);
        return rest.Length < plain.Length && rest.Count(char.IsLetterOrDigit) < Shortest - 2
            ? [Fault("rule", T("The password must not be based on your name or address."))]
            : [];
    }

    private static IEnumerable<string> PartsOf(string? name) =>
        (name ?? "").ToLowerInvariant().Split([' ', '@', '.', '-', '_']).Where(part => part.Length >= 4);

    private static FieldError Fault(string code, string message) => new("password", code, message);
}

/// <summary>The same rules where Identity itself sets a password.</summary>
internal sealed class PasswordValidator : IPasswordValidator<Account>
{
    public Task<IdentityResult> ValidateAsync(UserManager<Account> manager, Account user, string? password) =>
        Task.FromResult(
            Passwords.Faults(password, user.PersonKey).FirstOrDefault() is { } fault
                ? IdentityResult.Failed(new IdentityError { Code = fault.Code, Description = fault.Message })
                : IdentityResult.Success
        );
}
