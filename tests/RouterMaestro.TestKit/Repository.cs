namespace RouterMaestro.TestKit;

/// <summary>Finds the repository that the tests were built from.</summary>
public static class Repository
{
    private static readonly Lazy<string> _root = new(Find);

    /// <summary>Gets the folder that holds the solution.</summary>
    public static string Root => _root.Value;

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "RouterMaestro.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("The tests must run from within the repository.");
    }
}
