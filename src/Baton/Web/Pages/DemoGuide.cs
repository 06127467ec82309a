namespace Baton.Web.Pages;

/// <summary>What the pages of a demo say beside those of a real server, which has <see cref="None"/>.</summary>
/// <param name="People">Those whom one click signs in as.</param>
internal sealed record DemoGuide(IReadOnlyList<DemoPerson> People)
{
    internal const string SignInPath = "/demo/sign-in";
    internal const string MailPath = "/demo/mail";

    internal static DemoGuide None { get; } = new([]);

    internal bool IsOn => People.Count > 0;
}

/// <summary>Somebody invented.</summary>
/// <param name="Key">By which they sign in.</param>
/// <param name="Name">What they are called.</param>
/// <param name="Part">What they do, such as <c>leads sales</c>, in the language of the reader.</param>
internal sealed record DemoPerson(string Key, string Name, Func<string> Part);
