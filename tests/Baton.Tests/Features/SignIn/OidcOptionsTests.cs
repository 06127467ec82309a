using Baton.Client;
using Baton.Features.Organization;
using Baton.Features.SignIn;
using Microsoft.Extensions.Configuration;

namespace Baton.Tests.Features.SignIn;

public sealed class OidcOptionsTests
{
    [Fact]
    public void Nothing_set_is_off_and_what_is_set_is_read()
    {
        Assert.False(OidcOptions.From(Configuration()).IsOn);
        var options = OidcOptions.From(
            Configuration(
                ("AUTHORITY", " https://login.example.org/realms/main "),
                ("CLIENT_ID", "baton"),
                ("CLIENT_SECRET", "s"),
                ("GROUPS", "cn=sales,cn2=heads=sales:lead , a b=ops"),
                ("SIGN_UP", "True")
            )
        );
        Assert.Equal(
            ("https://login.example.org/realms/main", "login.example.org", true),
            (options.Authority!.AbsoluteUri, options.Name, options.SignUp)
        );
        Assert.Equal(
            [
                new GroupRule("cn", "sales", TeamRole.Member),
                new GroupRule("cn2=heads", "sales", TeamRole.Lead),
                new GroupRule("a b", "ops", TeamRole.Member),
            ],
            options.Groups
        );
    }

    [Theory]
    [InlineData("AUTHORITY", "login.example.org")]
    [InlineData("AUTHORITY", "http://login.example.org")]
    [InlineData("AUTHORITY", "https://login.example.org/?x=1")]
    [InlineData("AUTHORITY", "https://user:s3cret@login.example.org/")]
    [InlineData("AUTHORITY", "")]
    [InlineData("CLIENT_ID", " ")]
    [InlineData("CLIENT_SECRET", "")]
    [InlineData("GROUPS", "sales")]
    [InlineData("GROUPS", "=sales")]
    [InlineData("GROUPS", "a=Sales Team")]
    [InlineData("GROUPS", "a=sales:boss")]
    [InlineData("GROUPS", "a=sales, a=sales:lead")]
    [InlineData("SIGN_UP", "yes")]
    [InlineData("TRUST_EMAIL", "yes")]
    public void A_fault_names_its_setting(string key, string value)
    {
        var settings = new Dictionary<string, string>
        {
            ["AUTHORITY"] = "https://login.example.org",
            ["CLIENT_ID"] = "baton",
            ["CLIENT_SECRET"] = "s3cret",
            [key] = value,
        };
        var fault = Assert.Single(
            OidcOptions.Faults(Configuration([.. settings.Select(setting => (setting.Key, setting.Value))]))
        );
        Assert.StartsWith($"BATON_OIDC_{key}: ", fault, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", fault, StringComparison.Ordinal);
    }

    private static IConfiguration Configuration(params (string Key, string Value)[] settings) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(
                settings.ToDictionary(setting => $"BATON_OIDC_{setting.Key}", setting => (string?)setting.Value)
            )
            .Build();
}
