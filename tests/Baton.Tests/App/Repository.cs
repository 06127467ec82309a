namespace Baton.Tests.App;

/// <summary>Where the checkout is.</summary>
public static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (
            var directory = new DirectoryInfo(AppContext.BaseDirectory);
            directory is not null;
            directory = directory.Parent
        )
        {
            if (File.Exists(Path.Combine(directory.FullName, "Baton.slnx")))
                return directory.FullName;
        }

        throw new InvalidOperationException("The tests do not run inside the checkout.");
    }
}
