using System.Text;

namespace Baton.Web.Pages;

internal static class Ids
{
    /// <summary>The id of a field's input. What an id or an address may not hold becomes its code.</summary>
    internal static string Of(string field)
    {
        var id = new StringBuilder("f-");
        foreach (var character in field)
        {
            if (char.IsAsciiLetterOrDigit(character) || character is '_' or '-')
                id.Append(character);
            else
                id.Append('.')
                    .Append(((int)character).ToString("x", System.Globalization.CultureInfo.InvariantCulture));
        }

        return id.ToString();
    }
}
