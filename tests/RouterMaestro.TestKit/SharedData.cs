namespace RouterMaestro.TestKit;

/// <summary>Finds the recorded traffic that lies beside the repository, where it is there.</summary>
public static class SharedData
{
    /// <summary>The variable that says where the data is, when it is not in <c>../shared/data</c> of the repository.</summary>
    public const string Variable = "ROUTERMAESTRO_TEST_DATA";

    private static readonly Lazy<string?> _root = new(Find);

    /// <summary>Gets the folder; null when it is absent.</summary>
    public static string? Root => _root.Value;

    /// <summary>Gets why tests of the data are skipped; null when they aren't.</summary>
    public static string? SkipReason => Root is null ? $"no recorded data: set {Variable} or put it in ../shared/data" : null;

    private static string? Find()
    {
        var said = Environment.GetEnvironmentVariable(Variable);
        var candidate = string.IsNullOrEmpty(said) ? Path.Combine(Repository.Root, "..", "shared", "data") : said;
        return Directory.Exists(candidate) ? Path.GetFullPath(candidate) : null;
    }
}
