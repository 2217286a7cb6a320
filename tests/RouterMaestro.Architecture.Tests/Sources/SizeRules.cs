using System.Text.RegularExpressions;

namespace RouterMaestro.Architecture.Tests.Sources;

/// <summary>Rules about the size of files and methods.</summary>
internal static partial class SizeRules
{
    private const int MaxLines = 300;
    private const int MaxLinesOfWireCode = 400;
    private const int MaxLinesOfMethod = 40;
    private const int MaxFilesOfProductFolder = 20;
    private const int MaxFilesOfTestFolder = 30;

    public static IEnumerable<string> LongFiles(IEnumerable<SourceFile> files) => files
        .Where(f => f.Lines.Count > MaxLinesOf(f) && !IsMigration(f))
        .Select(f => $"{f.Path} has {f.Lines.Count} lines");

    public static IEnumerable<string> CrowdedFolders(IEnumerable<SourceFile> files) => files
        .GroupBy(f => f.Folder)
        .Where(g => g.Count() > (g.Key.StartsWith("src/", StringComparison.Ordinal) ? MaxFilesOfProductFolder : MaxFilesOfTestFolder))
        .Select(g => $"{g.Key} holds {g.Count()} files");

    public static IEnumerable<string> LongMethods(IEnumerable<SourceFile> files) =>
        from file in files
        where !IsMigration(file)
        from method in MethodsOf(file)
        where method.Length > MaxLinesOfMethod
        select $"{file.Path}:{method.Line} is {method.Length} lines long";

    /// <summary>Finds the bodies in braces that follow a parameter list; the layout is what the format check demands.</summary>
    public static IEnumerable<(int Line, int Length)> MethodsOf(SourceFile file)
    {
        for (var i = 1; i < file.Lines.Count; i++)
        {
            if (Opening().Match(file.Lines[i]) is { Success: true } open && IsMethod(file.Lines, i, open.Length - 1))
            {
                var end = Enumerable.Range(i, file.Lines.Count - i).First(j => file.Lines[j].StartsWith(open.Groups[1].Value + "}", StringComparison.Ordinal));
                yield return (i, end - i - 1);
            }
        }
    }

    // written by a tool
    private static bool IsMigration(SourceFile file) => file.Path.Contains("/Migrations/", StringComparison.Ordinal);

    // a protocol's wire code must be read together, so its files may be longer
    private static int MaxLinesOf(SourceFile file) =>
        file.Path.StartsWith("src/RouterMaestro.Protocols/", StringComparison.Ordinal) ? MaxLinesOfWireCode : MaxLines;

    private static bool IsMethod(IReadOnlyList<string> lines, int opening, int indent)
    {
        var head = opening - 1;
        while (head > 0 && lines[head].TakeWhile(c => c == ' ').Count() > indent)
        {
            head--;
        }

        return lines[head].Contains('(', StringComparison.Ordinal) && !NotMethod().IsMatch(lines[head]);
    }

    [GeneratedRegex(@"^( {4,})\{$")]
    private static partial Regex Opening();

    [GeneratedRegex(@"\b(class|record|struct|interface|enum|if|else|for|foreach|while|switch|using|lock|catch|fixed|new)\b")]
    private static partial Regex NotMethod();
}
