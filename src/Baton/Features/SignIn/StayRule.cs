using Baton.Core;

namespace Baton.Features.SignIn;

/// <summary>Whether people may stay signed in when their browser closes: an admin may forbid it.</summary>
internal static class StayRule
{
    internal static bool IsOn(LiveSettings settings) => settings.Stored(SettingNames.StaySignedIn) != "false";
}
