using Baton.Client;
using Baton.Features.Organization;
using Baton.Features.Templates;

namespace Baton.Features.SignIn;

/// <summary>
/// The company's own sign-in (OpenID Connect). A class, not a record: a record would print its secret.
/// </summary>
internal sealed class OidcOptions
{
    internal const string AuthorityKey = "BATON_OIDC_AUTHORITY";
    internal const string ClientIdKey = "BATON_OIDC_CLIENT_ID";
    internal const string ClientSecretKey = "BATON_OIDC_CLIENT_SECRET";
    internal const string NameKey = "BATON_OIDC_NAME";
    internal const string GroupsKey = "BATON_OIDC_GROUPS";
    internal const string SignUpKey = "BATON_OIDC_SIGN_UP";
    internal const string TrustEmailKey = "BATON_OIDC_TRUST_EMAIL";
    private const int LongestName = 60;

    internal static readonly IReadOnlyList<Variable> Variables =
    [
        new(
            AuthorityKey,
            "The issuer; `/.well-known/openid-configuration` must exist below it. Must be https unless it is on this "
                + "machine. [More](operate.md#openid-connect)",
            "https://login.example.org/realms/main"
        )
        {
            Default = "off",
        },
        new(ClientIdKey, "The client ID of Baton", "baton"),
        new(ClientSecretKey, "The client secret of Baton", "secret") { IsSecret = true },
        new(NameKey, "The name on the button, after \"Sign in with\"", "Example ID")
        {
            Default = "the host of the authority",
        },
        new(SignUpKey, "Whether signing in creates an account for people who have none", "true") { Default = "false" },
        new(
            TrustEmailKey,
            "Whether to trust an address if the provider does not send `email_verified`, like Microsoft Entra ID by "
                + "default. Set it only if your organization assigns the addresses. An address that the provider calls "
                + "unverified is never trusted",
            "true"
        )
        {
            Default = "false",
        },
        new(
            GroupsKey,
            "Which groups belong to which teams: `group=team` or `group=team:lead`, separated by commas",
            "crm-sales=sales, crm-leads=sales:lead"
        ),
    ];

    private static readonly string[] Keys =
    [
        AuthorityKey,
        ClientIdKey,
        ClientSecretKey,
        NameKey,
        GroupsKey,
        SignUpKey,
        TrustEmailKey,
    ];

    /// <summary>Null while it is not set up.</summary>
    internal Uri? Authority { get; init; }

    internal string ClientId { get; init; } = "";

    internal string ClientSecret { get; init; } = "";

    /// <summary>What people call it; left out: its host.</summary>
    internal string Name { get; init; } = "";

    internal IReadOnlyList<GroupRule> Groups { get; init; } = [];

    /// <summary>Whether somebody whom it vouches for and who is not here becomes a person here.</summary>
    internal bool SignUp { get; init; }

    /// <summary>
    /// Whether an address counts as verified where the provider says nothing of it, as Microsoft Entra ID does by
    /// default. Only for a provider in which nobody can enter an address of their own choice.
    /// </summary>
    internal bool TrustEmail { get; init; }

    internal bool IsOn => Authority is not null;

    /// <summary>Every fault of the configuration, each with the name of its setting.</summary>
    internal static IReadOnlyList<string> Faults(IConfiguration configuration) => Read(configuration).Faults;

    internal static OidcOptions From(IConfiguration configuration)
    {
        var (options, faults) = Read(configuration);
        return faults.Count == 0
            ? options
            : throw new InvalidOperationException(string.Join(Environment.NewLine, faults));
    }

    private static (OidcOptions Options, IReadOnlyList<string> Faults) Read(IConfiguration configuration)
    {
        var faults = new List<string>();
        if (Keys.All(key => string.IsNullOrWhiteSpace(configuration[key])))
            return (new OidcOptions(), faults);
        var authority = ReadAuthority(Needed(configuration, AuthorityKey, faults), faults);
        var name = configuration[NameKey]?.Trim();
        if (name?.Length > LongestName)
            faults.Add($"{NameKey}: must not be longer than {LongestName} characters.");
        var options = new OidcOptions
        {
            Authority = authority,
            ClientId = Needed(configuration, ClientIdKey, faults),
            ClientSecret = Needed(configuration, ClientSecretKey, faults),
            Name = string.IsNullOrEmpty(name) ? authority?.Host ?? "" : name,
            Groups = ReadGroups(configuration[GroupsKey], faults),
            SignUp = Flag(configuration, SignUpKey, faults),
            TrustEmail = Flag(configuration, TrustEmailKey, faults),
        };
        return (options, faults);
    }

    private static string Needed(IConfiguration configuration, string key, List<string> faults)
    {
        var text = configuration[key]?.Trim() ?? "";
        if (text.Length == 0)
            faults.Add(
                $"{key}: is missing; OpenID Connect requires {AuthorityKey}, {ClientIdKey} and {ClientSecretKey}."
            );
        return text;
    }

    private static Uri? ReadAuthority(string text, List<string> faults)
    {
        if (text.Length == 0)
            return null;
        var good =
            Uri.TryCreate(text, UriKind.Absolute, out var url)
            && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
            && url.Query.Length == 0
            && url.Fragment.Length == 0
            && url.UserInfo.Length == 0;
        if (!good)
            faults.Add(
                $"{AuthorityKey}: must be an https address without a query, for example "
                    + "https://login.example.org/realms/main; http works only for this machine."
            );
        return good ? url : null;
    }

    private static List<GroupRule> ReadGroups(string? text, List<string> faults)
    {
        var rules = new List<GroupRule>();
        foreach (
            var part in (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        )
        {
            var at = part.LastIndexOf('=');
            var group = at < 0 ? "" : part[..at].Trim();
            var right = part[(at + 1)..].Trim().Split(':', 2);
            if (group.Length == 0 || !TemplateFile.IsKey(right[0]) || right is [_, not "lead"])
                faults.Add(
                    $"{GroupsKey}: must be group=team or group=team:lead, separated by commas, for "
                        + $"example crm-leads=sales:lead; '{part}' is neither."
                );
            else if (rules.Any(rule => rule.Group == group && rule.Team == right[0]))
                faults.Add($"{GroupsKey}: {group}={right[0]} appears twice; remove one.");
            else
                rules.Add(new GroupRule(group, right[0], right.Length == 2 ? TeamRole.Lead : TeamRole.Member));
        }

        return rules;
    }

    private static bool Flag(IConfiguration configuration, string key, List<string> faults)
    {
        var text = configuration[key]?.Trim();
        if (string.IsNullOrEmpty(text))
            return false;
        if (!bool.TryParse(text, out var value))
            faults.Add($"{key}: must be true or false; it is '{text}'.");
        return value;
    }
}

/// <summary>Who is in this group there is in this team here.</summary>
internal sealed record GroupRule(string Group, string Team, TeamRole Role);
