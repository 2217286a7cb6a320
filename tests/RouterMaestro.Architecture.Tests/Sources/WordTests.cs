namespace RouterMaestro.Architecture.Tests.Sources;

public sealed class WordTests
{
    // these files hold the lists, and the changes of old versions keep their words
    private static readonly string[] _exempt = ["/WordRules.cs", "/WordTests.cs", "CHANGELOG.md"];

    private static readonly IReadOnlyList<SourceFile> _code = [.. new[] { "src", "tests", "bench" }.SelectMany(f => SourceFile.In(f, ".cs")).Where(IsHeld)];
    private static readonly IReadOnlyList<SourceFile> _pages = [.. SourceFile.In("", ".md", ".sh", ".awk").Where(IsHeld)];

    [Fact]
    public void Code_uses_the_names_of_the_trade()
    {
        Assert.NotEmpty(_code);
        Violations.None(WordRules.OldNames(_code));
    }

    [Fact]
    public void Comments_messages_and_pages_use_the_words_of_the_trade()
    {
        Assert.NotEmpty(_pages);
        Violations.None(WordRules.OldWords(_code.Concat(_pages)));
    }

    [Theory]
    [InlineData("var kept = call.Kept;", "Kept")]
    [InlineData("internal sealed class HealthBook;", "HealthBook")]
    [InlineData("private const int MostBytes = 1;", "MostBytes")]
    [InlineData("var limit = Usual;", "Usual")]
    public void Old_name_is_found(string line, string name) =>
        Assert.Equal([$"src/A.cs:1 says {name}"], WordRules.OldNames([new SourceFile("src/A.cs", line)]));

    [Theory]
    [InlineData("Assert.Equal(\"Kept\", name); // Kept")]
    [InlineData("var keptBytes = Keep(bytes, mostly);")]
    [InlineData("string DueDate = \"\";")]
    public void Other_names_are_left_alone(string line) => Assert.Empty(WordRules.OldNames([new SourceFile("src/A.cs", line)]));

    [Theory]
    [InlineData("// a seal of another provider", "seal")]
    [InlineData("/// <summary>Gets the caller's Dialect.</summary>", "Dialect")]
    [InlineData("throw new Exception(\"it rests until noon\");", "it rests")]
    [InlineData("Kept answers are asked for again.", "Kept answers")]
    [InlineData("as some servers do", "some servers")]
    public void Old_word_is_found(string line, string word) =>
        Assert.Contains($"src/A.cs:1 says {word}", WordRules.OldWords([new SourceFile("src/A.cs", line)]));

    [Theory]
    [InlineData("internal sealed class A;")]
    [InlineData("// the rest of the body")]
    [InlineData("// the answer is kept in memory")]
    public void Ordinary_English_is_left_alone(string line) => Assert.Empty(WordRules.OldWords([new SourceFile("src/A.cs", line)]));

    private static bool IsHeld(SourceFile file) => !_exempt.Any(e => ("/" + file.Path).EndsWith(e.StartsWith('/') ? e : "/" + e, StringComparison.Ordinal));
}
