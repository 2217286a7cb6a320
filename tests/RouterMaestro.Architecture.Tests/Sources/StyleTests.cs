namespace RouterMaestro.Architecture.Tests.Sources;

public sealed class StyleTests
{
    private static readonly IReadOnlyList<SourceFile> _product = SourceFile.In("src", ".cs");

    [Fact]
    public void Nothing_is_left_undone_and_no_rule_is_switched_off()
    {
        Assert.NotEmpty(_product);
        Violations.None(StyleRules.Unfinished(_product));
    }

    [Fact]
    public void Public_types_have_a_file_of_their_own_or_of_their_family() => Violations.None(StyleRules.Misplaced(_product));

    [Fact]
    public void Namespaces_follow_folders() => Violations.None(StyleRules.Strayed(_product));

    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    [InlineData("bench")]
    public void Using_directives_are_sorted(string folder) => Violations.None(StyleRules.Unsorted(SourceFile.In(folder, ".cs")));

    [Theory]
    [InlineData("using System;\nusing System.Text;\nusing A;\nusing A.B;\nusing AB;\nusing static Z.Y;\n", null)]
    [InlineData("using A;\nusing System.Text;\n", "src/A.cs has using System.Text too late")]
    [InlineData("using SystemB;\nusing System;\n", "src/A.cs has using System too late")]
    [InlineData("using AB;\nusing A.B;\n", "src/A.cs has using A.B too late")]
    public void Unsorted_using_directives_are_found(string text, string? violation) =>
        Assert.Equal(violation is null ? [] : [violation], StyleRules.Unsorted([new SourceFile("src/A.cs", text)]));

    [Theory]
    [InlineData("#pragma warning disable CA1000")]
    [InlineData("#region")]
    [InlineData("TODO")]
    [InlineData("NotImplementedException")]
    public void Unfinished_work_is_found(string text)
    {
        var file = new SourceFile("src/A.cs", $"class A\n{{\n    // {text}\n}}\n");

        var said = Assert.Single(StyleRules.Unfinished([file]));
        Assert.StartsWith($"src/A.cs:3 says {text[..4]}", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("src/A.cs", "public sealed class A\n{\n}\n", null)]
    [InlineData("src/A.cs", "public readonly record struct A(int B);\ninternal sealed class C;\n", null)]
    [InlineData("src/A{T}.cs", "public readonly struct A<T>\n{\n}\n", null)]
    [InlineData("src/A.cs", "public static partial class A\n{\n    public sealed class B;\n}\n", null)]
    [InlineData("src/B.cs", "internal sealed class A;\n", "src/B.cs is not named after A")]
    [InlineData("src/B.cs", "public delegate Task<int> A(int b);\n", "src/B.cs is not named after A")]
    [InlineData("src/A.cs", "public sealed record A(B Kind);\npublic enum B\n{\n}\n", null)]
    [InlineData("src/A.cs", "public sealed record A(B Part);\npublic sealed record B(C Part);\npublic sealed record C;\n", null)]
    [InlineData("src/A.cs", "public abstract record A;\npublic abstract record B : A;\npublic sealed record C : B;\n", null)]
    [InlineData("src/A.cs", "public sealed record A;\n/// <summary>See A.</summary>\npublic enum B\n{\n}\n", "src/A.cs holds the public types A, B")]
    [InlineData("src/A.cs", "public abstract record A;\npublic sealed record B(int C) : A;\n", null)]
    [InlineData("src/A.cs", "public sealed class A;\npublic sealed class AValidator;\n", null)]
    [InlineData("src/A.cs", "public sealed record A;\npublic sealed record B;\n", "src/A.cs holds the public types A, B")]
    [InlineData("src/A.cs", "public sealed record A;\npublic sealed record B : C;\n", "src/A.cs holds the public types A, B")]
    public void Misplaced_type_is_found(string path, string text, string? violation) =>
        Assert.Equal(violation is null ? [] : [violation], StyleRules.Misplaced([new SourceFile(path, text)]));

    [Theory]
    [InlineData("namespace RouterMaestro.Domain.Chat;", null)]
    [InlineData("namespace Microsoft.Extensions.DependencyInjection;", null)]
    [InlineData("namespace RouterMaestro.Domain;", "src/RouterMaestro.Domain/Chat/A.cs is in the namespace RouterMaestro.Domain instead of RouterMaestro.Domain.Chat")]
    public void Strayed_namespace_is_found(string text, string? violation) =>
        Assert.Equal(violation is null ? [] : [violation], StyleRules.Strayed([new SourceFile("src/RouterMaestro.Domain/Chat/A.cs", text)]));
}
