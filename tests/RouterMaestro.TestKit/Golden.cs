using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace RouterMaestro.TestKit;

/// <summary>
/// Compares what the code makes with files that were looked at by a person. Run the tests with <c>UPDATE_GOLDEN=1</c> to write the
/// files anew, then read the difference before committing it.
/// </summary>
public static class Golden
{
    /// <summary>The variable that has the files written instead of compared.</summary>
    public const string Variable = "UPDATE_GOLDEN";

    private static readonly JsonSerializerOptions _readable = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static bool IsUpdate => Environment.GetEnvironmentVariable(Variable) == "1";

    /// <summary>Gets the path of a file of the golden conversations.</summary>
    /// <param name="name">The protocol's folder and the file's name, such as <c>anthropic/tools.in.json</c>.</param>
    public static string PathOf(string name) =>
        Path.Combine(Repository.Root, "tests", "RouterMaestro.Protocols.Tests", "Golden", name);

    /// <summary>Lists the conversations of a protocol: the names of its files with an ending, without that ending.</summary>
    /// <param name="folder">The protocol's folder.</param>
    /// <param name="ending">The ending, such as <c>.in.json</c>.</param>
    public static IEnumerable<string> Names(string folder, string ending) =>
        Directory.EnumerateFiles(PathOf(folder), "*" + ending).Select(f => $"{folder}/{Path.GetFileName(f)[..^ending.Length]}").Order(StringComparer.Ordinal);

    /// <summary>Reads a file.</summary>
    /// <param name="name">The protocol's folder and the file's name.</param>
    public static byte[] Read(string name) => File.ReadAllBytes(PathOf(name));

    /// <summary>Fails unless a text is what the file holds.</summary>
    /// <param name="name">The protocol's folder and the file's name.</param>
    /// <param name="actual">The text.</param>
    /// <exception cref="InvalidDataException">It is not.</exception>
    public static void Check(string name, string actual)
    {
        if (IsUpdate)
        {
            File.WriteAllText(PathOf(name), actual);
        }

        var expected = File.Exists(PathOf(name)) ? Encoding.UTF8.GetString(Read(name)) : "";
        if (expected != actual)
        {
            throw new InvalidDataException($"{name} differs. {FirstDifference(expected, actual)} With {Variable}=1 it is written anew.");
        }
    }

    /// <summary>Fails unless a document, laid out for people, is what the file holds.</summary>
    /// <param name="name">The protocol's folder and the file's name.</param>
    /// <param name="json">The document.</param>
    public static void CheckJson(string name, string json) =>
        Check(name, JsonSerializer.Serialize(JsonSerializer.Deserialize<JsonElement>(json), _readable) + "\n");

    private static string FirstDifference(string expected, string actual)
    {
        var (was, now) = (expected.Split('\n'), actual.Split('\n'));
        var line = was.Zip(now).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"Line {line + 1} should be '{was.ElementAtOrDefault(line)}' but is '{now.ElementAtOrDefault(line)}'.";
    }
}
