using System.Text.Json;

namespace RouterMaestro.Infrastructure.Configuration.Files;

/// <summary>
/// Remembers for each object of a document which members its readers ask for, so that the others can be reported. The readers are the only
/// list of the members that exist: a new member needs no entry elsewhere.
/// </summary>
internal sealed class MemberNames
{
    // names by which editors find a schema, and by which people write comments into JSON
    private const string Schema = "$schema";
    private const string Comment = "//";

    // by the path of the object; null where every name is valid
    private readonly Dictionary<string, HashSet<string>?> _asked = [];

    /// <summary>Notes that a member of an object may exist.</summary>
    /// <param name="path">The path of the object.</param>
    /// <param name="name">The name of the member.</param>
    public void Ask(string path, string name)
    {
        if (!_asked.TryGetValue(path, out var names))
        {
            _asked[path] = names = [];
        }

        names?.Add(name);
    }

    /// <summary>Notes that an object may have members of any name.</summary>
    /// <param name="path">The path of the object.</param>
    public void AskAll(string path) => _asked[path] = null;

    /// <summary>Reports the members that no reader has asked for, and those that are named twice.</summary>
    /// <param name="root">The object that was read.</param>
    public void Report(ConfigNode root)
    {
        if (root.Json.ValueKind != JsonValueKind.Object || !_asked.TryGetValue(root.Path, out var names))
        {
            return;
        }

        var seen = new HashSet<string>();
        foreach (var (name, member) in root.EnumerateMembers())
        {
            if (!seen.Add(name))
            {
                root.Errors.Warn($"{member.Path} is named twice");
            }
            else if (names is null || names.Contains(name))
            {
                Report(member);
            }
            else if (name != Schema && !name.StartsWith(Comment, StringComparison.Ordinal))
            {
                root.Errors.AddUnknown($"{member.Path} is not a known member{Spelling.Question(name, names)}");
            }
        }
    }
}
