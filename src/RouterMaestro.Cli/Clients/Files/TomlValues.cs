using System.Text.RegularExpressions;
using Tomlyn;
using Tomlyn.Model;
using Tomlyn.Syntax;

namespace RouterMaestro.Cli.Clients.Files;

/// <summary>Writes, changes and compares values of TOML.</summary>
internal static partial class TomlValues
{
    /// <summary>Returns a value as a TOML text.</summary>
    /// <param name="value">A text, or an array of texts.</param>
    public static string Write(object value) => value switch
    {
        string text => Quote(text),
        IEnumerable<string> texts => $"[{string.Join(", ", texts.Select(Quote))}]",
        _ => throw new ArgumentOutOfRangeException(nameof(value), value, "No such value is written."),
    };

    /// <summary>Returns a dotted key.</summary>
    public static string WriteKey(IEnumerable<string> names) => string.Join('.', names.Select(name => Bare().IsMatch(name) ? name : Quote(name)));

    /// <summary>Returns the value of an item of the syntax tree.</summary>
    public static object? Parse(KeyValueSyntax item) =>
        TomlSerializer.Deserialize<TomlTable>($"value = {item.Value}")?["value"];

    /// <summary>Sets a value; the tables around it are made where they are absent.</summary>
    public static void Set(TomlTable root, ReadOnlySpan<string> path, object value)
    {
        foreach (var name in path[..^1])
        {
            if (!root.TryGetValue(name, out var found) || found is not TomlTable table)
            {
                table = [];
                root[name] = table;
            }

            root = table;
        }

        root[path[^1]] = value;
    }

    /// <summary>Removes a value, and the tables around it that are empty then; nothing happens if there is none.</summary>
    public static void Remove(TomlTable root, ReadOnlySpan<string> path)
    {
        if (path.Length == 1)
        {
            root.Remove(path[0]);
        }
        else if (root.TryGetValue(path[0], out var found) && found is TomlTable table)
        {
            Remove(table, path[1..]);
        }
    }

    /// <summary>Returns whether two values are the same, whatever their form; an empty table is as none.</summary>
    public static bool AreEqual(object? left, object? right) => (left, right) switch
    {
        (TomlTable one, TomlTable other) => Filled(one).Union(Filled(other)).All(name => AreEqual(one.GetValueOrDefault(name), other.GetValueOrDefault(name))),
        (string one, string other) => one == other,
        (System.Collections.IEnumerable one, System.Collections.IEnumerable other) when left is not (string or TomlTable) && right is not (string or TomlTable) =>
            one.Cast<object>().ToArray() is var first && other.Cast<object>().ToArray() is var second
            && first.Length == second.Length && first.Zip(second).All(pair => AreEqual(pair.First, pair.Second)),
        _ => Equals(left, right),
    };

    private static IEnumerable<string> Filled(TomlTable table) => table.Where(entry => entry.Value is not TomlTable { Count: 0 }).Select(entry => entry.Key);

    private static object? GetValueOrDefault(this TomlTable table, string name) => table.TryGetValue(name, out var value) ? value : null;

    private static string Quote(string text) => text.Contains('\'', StringComparison.Ordinal) || text.Any(char.IsControl) || !text.Contains('\\', StringComparison.Ordinal)
        ? $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\""
        : $"'{text}'";

    [GeneratedRegex("^[A-Za-z0-9_-]+$")]
    private static partial Regex Bare();
}
