using System.CommandLine;
using System.Text.Json;
using Baton.Client;

namespace Baton.Features.Handoffs.Commands;

/// <summary>The options and arguments that verbs of the command line are made of.</summary>
internal static class CliOptions
{
    /// <summary>Required fields to hand over without.</summary>
    internal static readonly Option<string[]> Waive = Pairs.Option(
        "--waive",
        "Waive a required field, as field=reason. Can be repeated."
    );

    internal static IReadOnlyList<WaiverRequest>? Waivers(ParseResult parsed) =>
        Pairs.Of(parsed, Waive) is { Count: > 0 } pairs
            ? [.. pairs.Select(pair => new WaiverRequest(pair.Name, pair.Value))]
            : null;

    internal static Option<string?> Text(string name, string description) => new(name) { Description = description };

    internal static Option<string> RequiredText(string name, string description) =>
        new(name) { Description = description, Required = true };

    internal static Option<int?> Number(string name, string description) => new(name) { Description = description };

    /// <summary>One of the names of an enum, as they are on the wire.</summary>
    internal static Option<string> Code<TCode>(string name, string description)
        where TCode : struct, Enum
    {
        var option = RequiredText(name, description);
        option.AcceptOnlyFromAmong([.. Enum.GetValues<TCode>().Select(Wire)]);
        return option;
    }

    internal static TCode? Find<TCode>(string text)
        where TCode : struct, Enum =>
        Enum.GetValues<TCode>().Select(code => (TCode?)code).FirstOrDefault(code => Wire(code!.Value) == text.Trim());

    internal static string Wire<TCode>(TCode code)
        where TCode : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(code.ToString());
}
