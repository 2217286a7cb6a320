namespace RouterMaestro.Architecture.Tests.Sources;

public sealed class SizeTests
{
    private static readonly IReadOnlyList<SourceFile> _product = SourceFile.In("src", ".cs");
    private static readonly IReadOnlyList<SourceFile> _tests = SourceFile.In("tests", ".cs");

    [Fact]
    public void No_file_is_too_long()
    {
        Assert.NotEmpty(_product);
        Assert.NotEmpty(_tests);
        Violations.None(SizeRules.LongFiles(_product.Concat(_tests)));
    }

    [Fact]
    public void No_method_is_too_long()
    {
        Assert.NotEmpty(_product.SelectMany(SizeRules.MethodsOf));
        Violations.None(SizeRules.LongMethods(_product));
    }

    [Fact]
    public void No_folder_is_crowded() => Violations.None(SizeRules.CrowdedFolders(_product.Concat(_tests)));

    [Theory]
    [InlineData("src/A", 20, false)]
    [InlineData("src/A", 21, true)]
    [InlineData("tests/A", 30, false)]
    [InlineData("tests/A", 31, true)]
    public void Crowded_folder_is_found(string folder, int files, bool found) => Assert.Equal(
        found ? [$"{folder} holds {files} files"] : [],
        SizeRules.CrowdedFolders(Enumerable.Range(0, files).Select(i => new SourceFile($"{folder}/File{i}.cs", ""))));

    [Theory]
    [InlineData("src/Long.cs", 300, false)]
    [InlineData("src/Long.cs", 301, true)]
    [InlineData("tests/Long.cs", 301, true)]
    [InlineData("src/RouterMaestro.Protocols/Long.cs", 400, false)]
    [InlineData("src/RouterMaestro.Protocols/Long.cs", 401, true)]
    [InlineData("src/Usage/Migrations/Long.cs", 301, false)]
    public void Long_file_is_found(string path, int lines, bool found)
    {
        var file = new SourceFile(path, string.Concat(Enumerable.Repeat("// line\n", lines)));

        Assert.Equal(found ? [$"{path} has {lines} lines"] : [], SizeRules.LongFiles([file]));
    }

    [Theory]
    [InlineData(40, false)]
    [InlineData(41, true)]
    public void Long_method_is_found(int lines, bool found)
    {
        var body = string.Concat(Enumerable.Repeat("        Step();\n", lines));
        var file = new SourceFile("src/A.cs", $"class A\n{{\n    void Run(\n        int a)\n    {{\n{body}    }}\n}}\n");

        Assert.Equal(found ? [$"src/A.cs:4 is {lines} lines long"] : [], SizeRules.LongMethods([file]));
    }
}
