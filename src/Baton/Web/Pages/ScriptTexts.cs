using System.Text.Json;
using static Baton.Web.Pages.Translations;

namespace Baton.Web.Pages;

/// <summary>
/// The words that <c>baton.js</c> shows. They stand there in English; a page in another language brings them along.
/// </summary>
internal static class ScriptTexts
{
    internal static string? Table =>
        Language == "en"
            ? null
            : JsonSerializer.Serialize(
                new Dictionary<string, string>
                {
                    ["next and previous line"] = T("next and previous line"),
                    ["open it"] = T("open it"),
                    ["find a handoff"] = T("find a handoff"),
                    ["hand over"] = T("hand over"),
                    ["these keys"] = T("these keys"),
                    ["close"] = T("close"),
                    ["Keys"] = T("Keys"),
                    ["This changed meanwhile. Show it"] = T("This changed meanwhile. Show it"),
                    ["The device was told no, or it took too long. Try again."] = T(
                        "The device was told no, or it took too long. Try again."
                    ),
                    ["This device holds a passkey for you already."] = T(
                        "This device holds a passkey for you already."
                    ),
                    ["Passkeys need a host name in the address, such as baton.example.org or localhost, and https."] =
                        T(
                            "Passkeys need a host name in the address, such as baton.example.org or "
                                + "localhost, and https."
                        ),
                    ["This page is too old. Load it again."] = T("This page is too old. Load it again."),
                }
            );
}
