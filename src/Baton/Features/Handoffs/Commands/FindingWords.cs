using Baton.Client;

namespace Baton.Features.Handoffs.Commands;

/// <summary>What can be wrong with a field, in words.</summary>
internal static class FindingWords
{
    /// <summary>Within a sentence.</summary>
    internal static string Of(FindingCode code) =>
        code switch
        {
            FindingCode.Missing => T("missing"),
            FindingCode.Wrong => T("wrong"),
            FindingCode.Outdated => T("outdated"),
            _ => T("unclear"),
        };

    /// <summary>By itself.</summary>
    internal static string Label(FindingCode code) =>
        code switch
        {
            FindingCode.Missing => T("Missing"),
            FindingCode.Wrong => T("Wrong"),
            FindingCode.Outdated => T("Outdated"),
            _ => T("Unclear"),
        };
}
