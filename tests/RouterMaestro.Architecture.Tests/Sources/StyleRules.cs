using System.Text.RegularExpressions;

namespace RouterMaestro.Architecture.Tests.Sources;

/// <summary>Rules about what stands in a source file, and where.</summary>
internal static partial class StyleRules
{
    /// <summary>Namespaces of others in which extension methods are put, so that they are found.</summary>
    private static readonly string[] _hostNamespaces = ["Microsoft.Extensions.DependencyInjection", "Microsoft.AspNetCore.Builder"];

    /// <summary>Finds work that was left undone, and rules that were switched off.</summary>
    public static IEnumerable<string> Unfinished(IEnumerable<SourceFile> files) =>
        from file in files
        from line in file.Lines.Index()
        let found = Banned().Match(line.Item)
        where found.Success
        select $"{file.Path}:{line.Index + 1} says {found.Value}";

    /// <summary>Finds public types that share a file with a type they do not belong to, or whose file has another name.</summary>
    public static IEnumerable<string> Misplaced(IEnumerable<SourceFile> files) => files.SelectMany(MisplacedIn);

    /// <summary>Finds namespaces that don't follow the folders.</summary>
    public static IEnumerable<string> Strayed(IEnumerable<SourceFile> files) =>
        from file in files
        let said = Namespace().Match(file.Text) is { Success: true } match ? match.Groups[1].Value : null
        let meant = file.Folder["src/".Length..].Replace('/', '.')
        where said is not null && said != meant && !_hostNamespaces.Contains(said)
        select $"{file.Path} is in the namespace {said} instead of {meant}";

    /// <summary>Finds using directives out of order: System first, then by name. A build does not see it, and neither does a check of the whitespace.</summary>
    public static IEnumerable<string> Unsorted(IEnumerable<SourceFile> files) =>
        from file in files
        let names = file.Lines.Select(line => Using().Match(line)).Where(m => m.Success).Select(m => m.Groups[1].Value).ToArray()
        let late = names.Zip(names.Skip(1)).FirstOrDefault(pair => CompareNamespaces(pair.First, pair.Second) > 0).Second
        where late is not null
        select $"{file.Path} has using {late} too late";

    private static int CompareNamespaces(string left, string right)
    {
        static (bool IsOther, string Name) Key(string name) => (!(name + ".").StartsWith("System.", StringComparison.Ordinal), name.Replace('.', '\x01'));
        var (first, second) = (Key(left), Key(right));
        return first.IsOther != second.IsOther
            ? first.IsOther.CompareTo(second.IsOther)
            : StringComparer.OrdinalIgnoreCase.Compare(first.Name, second.Name);
    }

    private static IEnumerable<string> MisplacedIn(SourceFile file)
    {
        var declared = Declaration().Matches(file.Text);
        var isPublic = declared.Where(d => d.Groups["public"].Success).DistinctBy(NameOf).ToArray();
        var family = FamilyOf(file, declared);
        var strangers = isPublic.Where(d => !family.Contains(d.Groups["name"].Value)).Select(NameOf).ToArray();
        if (isPublic.Length > 1 && strangers.Length > 0)
        {
            yield return $"{file.Path} holds the public types {string.Join(", ", isPublic.Select(NameOf))}";
        }

        var names = isPublic.Length > 0 ? [.. isPublic.Select(NameOf)] : declared.Select(NameOf).ToArray();
        if (names.Length > 0 && !names.Any(n => file.Name == n || file.Name == n.Split('{')[0] || file.Name.StartsWith(n + ".", StringComparison.Ordinal)))
        {
            yield return $"{file.Path} is not named after {names[0]}";
        }
    }

    // a closed family, options and their validator, a record with its parts: each type is reached from the file's own one
    private static HashSet<string> FamilyOf(SourceFile file, IReadOnlyList<Match> declared)
    {
        HashSet<string> family = [file.Name.Split('{')[0].Split('.')[0]];
        for (var before = 0; before != family.Count;)
        {
            before = family.Count;
            family.UnionWith(
                from declaration in declared
                let name = declaration.Groups["name"].Value
                where family.Any(member => name.StartsWith(member.TrimEnd('s'), StringComparison.Ordinal)
                    || Regex.IsMatch(declaration.Groups["bases"].Value, $@":.*\b{member}\b", RegexOptions.Singleline)
                    || declared.Any(d => d.Groups["name"].Value == member && Mentions(file, declared, d, name)))
                select name);
        }

        return family;
    }

    private static bool Mentions(SourceFile file, IReadOnlyList<Match> declared, Match declaration, string name)
    {
        var end = declared.Select(d => d.Index).Where(i => i > declaration.Index).DefaultIfEmpty(file.Text.Length).Min();
        var code = string.Join('\n', file.Text[declaration.Index..end].Split('\n').Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal)));
        return Regex.IsMatch(code, $@"\b{name}\b");
    }

    private static string NameOf(Match declaration)
    {
        var parameters = declaration.Groups["generic"].Value.Trim('<', '>').Replace(" ", "", StringComparison.Ordinal);
        return declaration.Groups["name"].Value + (parameters.Length > 0 ? $"{{{parameters}}}" : "");
    }

    [GeneratedRegex(@"^using ([\w.]+);$")]
    private static partial Regex Using();

    [GeneratedRegex(@"#pragma warning disable|#region|\bTODO\b|\bFIXME\b|\bHACK\b|NotImplementedException|\bDateTime\.(Utc)?Now\b")]
    private static partial Regex Banned();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(
        @"^(?:(?<public>public)|internal|file)? ?(?:(?:static|sealed|abstract|readonly|ref|partial|unsafe) )*(?:(?:record )?(?:class|struct)|record|interface|(?<enum>enum)|delegate [\w<>?\[\], .]+) (?<name>\w+)(?<generic><[\w, ]+>)?(?<bases>[^{;]*)",
        RegexOptions.Multiline)]
    private static partial Regex Declaration();
}
