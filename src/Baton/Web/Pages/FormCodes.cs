using Baton.Client;

namespace Baton.Web.Pages;

/// <summary>A value of an enum, as a form names it. One that is not known is refused, as the API refuses it.</summary>
internal static class FormCodes
{
    /// <param name="form">The form.</param>
    /// <param name="input">The input.</param>
    /// <param name="member">What the API calls it, where that is not the name of the input.</param>
    internal static Outcome<TCode> Of<TCode>(Form form, string input, string? member = null)
        where TCode : struct, Enum =>
        Find<TCode>(form.Text(input)) is { } code ? code : Unknown(member ?? input, typeof(TCode));

    /// <summary>The same where nothing needs to be chosen.</summary>
    internal static Outcome<TCode?> Optional<TCode>(Form form, string input)
        where TCode : struct, Enum =>
        form.Optional(input) is null ? (Outcome<TCode?>)(TCode?)null
        : Of<TCode>(form, input).Refused(out var refusal, out var code) ? refusal
        : (TCode?)code;

    /// <summary>The request that a form makes with the value.</summary>
    internal static Outcome<TRequest> Make<TCode, TRequest>(Form form, string input, Func<TCode, TRequest> make)
        where TCode : struct, Enum =>
        Of<TCode>(form, input).Refused(out var refusal, out var code) ? refusal : make(code);

    /// <summary>The request that a form makes of a button that says true or false.</summary>
    internal static Outcome<TRequest> Decide<TRequest>(Form form, string input, Func<bool, TRequest> make) =>
        form.Text(input) switch
        {
            "true" => make(true),
            "false" => make(false),
            _ => Unknown(input, typeof(bool)),
        };

    internal static Refusal Unknown(string member, Type type) =>
        Refusal.Invalid(member, "type", T("{0} must be {1}.", member, JsonFaults.Words(type)));

    /// <summary>Null where no value is named so.</summary>
    internal static TCode? Find<TCode>(string text)
        where TCode : struct, Enum =>
        Enum.GetValues<TCode>()
            .Select(code => (TCode?)code)
            .FirstOrDefault(code =>
                text.Replace("_", "", StringComparison.Ordinal)
                    .Equals(code.ToString(), StringComparison.OrdinalIgnoreCase)
            );
}
