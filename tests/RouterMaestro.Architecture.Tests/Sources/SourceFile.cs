using RouterMaestro.TestKit;

namespace RouterMaestro.Architecture.Tests.Sources;

/// <summary>A text file of the repository.</summary>
/// <param name="Path">Its path from the root, with forward slashes.</param>
/// <param name="Text">What it says.</param>
internal sealed record SourceFile(string Path, string Text)
{
    private static readonly string[] _notOurs = [".git", "artifacts", "bin", "obj", "node_modules", "TestResults"];

    public IReadOnlyList<string> Lines { get; } = Text.TrimEnd('\n').Split('\n');

    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    public string Folder => System.IO.Path.GetDirectoryName(Path)!.Replace('\\', '/');

    /// <summary>Reads the files of a folder of the repository that have one of the endings.</summary>
    public static IReadOnlyList<SourceFile> In(string folder, params string[] endings) =>
    [
        .. from path in Walk(System.IO.Path.Combine(Repository.Root, folder))
           where endings.Any(e => path.EndsWith(e, StringComparison.Ordinal))
           let relative = System.IO.Path.GetRelativePath(Repository.Root, path).Replace('\\', '/')
           orderby relative
           select new SourceFile(relative, File.ReadAllText(path).ReplaceLineEndings("\n")),
    ];

    public override string ToString() => Path;

    private static IEnumerable<string> Walk(string folder) => Directory.EnumerateFiles(folder).Concat(
        Directory.EnumerateDirectories(folder).Where(d => !_notOurs.Contains(System.IO.Path.GetFileName(d))).SelectMany(Walk));
}
