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
    public void Half_of_the_product_files_have_at_most_50_lines() =>
        Assert.InRange(SizeRules.Percentile(_product.Select(f => f.Lines.Count), 0.5), 1, 50);

    [Fact]
    public void Nearly_all_product_files_have_at_most_180_lines() =>
        Assert.InRange(SizeRules.Percentile(_product.Select(f => f.Lines.Count), 0.95), 1, 180);

    [Fact]
    public void Nearly_all_methods_have_at_most_30_lines() =>
        Assert.InRange(SizeRules.Percentile(_product.SelectMany(SizeRules.MethodsOf).Select(m => m.Length), 0.97), 1, 30);

    [Fact]
    public void No_method_is_too_long()
    {
        Assert.NotEmpty(_product.SelectMany(SizeRules.MethodsOf));
        Violations.None(SizeRules.LongMethods(_product));
    }

    [Theory]
    [InlineData("src/Long.cs", 300, false)]
    [InlineData("src/Long.cs", 301, true)]
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
