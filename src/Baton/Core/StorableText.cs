namespace Baton.Core;

/// <summary>Text that both engines keep as it is.</summary>
internal static class StorableText
{
    /// <summary>Neither NUL nor half of a surrogate pair.</summary>
    internal static bool Is(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0' || (char.IsSurrogate(text[i]) && !(char.IsSurrogatePair(text, i++))))
                return false;
        }

        return true;
    }
}
