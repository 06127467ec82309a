using System.Runtime.CompilerServices;

namespace Baton.Tests.App;

/// <summary>What servers and commands of all tests find in their environment.</summary>
internal static class TestEnvironment
{
    /// <summary>
    /// Tests look at the files of handoffs where anybody can: in the directory. Those of other stores set them.
    /// </summary>
    [ModuleInitializer]
    internal static void Set()
    {
        Environment.SetEnvironmentVariable("BATON_FILES", "directory");
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", BucketServer.AccessKey);
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", "a secret of the test");
    }
}
