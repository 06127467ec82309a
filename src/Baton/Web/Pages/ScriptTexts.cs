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
                    ["next row"] = T("next row"),
                    ["previous row"] = T("previous row"),
                    ["accept"] = T("accept"),
                    ["return"] = T("return"),
                    ["edit"] = T("edit"),
                    ["comment or ask"] = T("comment or ask"),
                    ["go to My work"] = T("go to My work"),
                    ["go to Handoffs"] = T("go to Handoffs"),
                    ["find or do anything"] = T("find or do anything"),
                    ["Find or do…"] = T("Find or do…"),
                    ["Go to"] = T("Go to"),
                    ["Do"] = T("Do"),
                    ["Remove"] = T("Remove"),
                    ["open it"] = T("open it"),
                    ["find a handoff"] = T("find a handoff"),
                    ["hand over"] = T("hand over"),
                    ["show these shortcuts"] = T("show these shortcuts"),
                    ["close"] = T("close"),
                    ["Found"] = T("Found"),
                    ["Keyboard shortcuts"] = T("Keyboard shortcuts"),
                    ["This handoff has changed. Reload"] = T("This handoff has changed. Reload"),
                    ["The passkey was not used: the device declined or took too long. Try again."] = T(
                        "The passkey was not used: the device declined or took too long. Try again."
                    ),
                    ["This device already has a passkey for you."] = T("This device already has a passkey for you."),
                    ["Passkeys need a host name in the address, such as baton.example.org or localhost, and https."] =
                        T(
                            "Passkeys need a host name in the address, such as baton.example.org or "
                                + "localhost, and https."
                        ),
                    ["This page has expired. Reload it."] = T("This page has expired. Reload it."),
                }
            );
}
