namespace Baton.Features.Handoffs.Commands;

/// <summary>A value of an enum, as a form names it.</summary>
internal static class FormCodes
{
    internal static TCode Of<TCode>(string text, TCode otherwise)
        where TCode : struct, Enum =>
        Enum.TryParse<TCode>(text.Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out var code)
        && Enum.IsDefined(code)
            ? code
            : otherwise;
}
