using System.Text.Json.Nodes;
using RouterMaestro.Infrastructure.Configuration.Files;

namespace RouterMaestro.Infrastructure.Tests.Configuration.Files;

public sealed class JsonFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string File => Path.Combine(_folder.Path, "new", "folder", "file.json");

    [Fact]
    public void A_file_is_written_with_two_blanks_and_a_line_end_and_read_back()
    {
        JsonFiles.Write(File, new JsonObject { ["name"] = "Zoë's <llm>", ["inner"] = new JsonObject { ["n"] = 1 } });

        Assert.Equal("{\n  \"name\": \"Zoë's <llm>\",\n  \"inner\": {\n    \"n\": 1\n  }\n}\n", System.IO.File.ReadAllText(File));
        Assert.Equal(1, JsonFiles.Read(File)!["inner"]!["n"]!.GetValue<int>());
    }

    [Fact]
    public void Only_the_owner_may_read_a_file()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        System.IO.File.WriteAllText(File, "{}");
        System.IO.File.SetUnixFileMode(File, UnixFileMode.UserRead | UnixFileMode.OtherRead);

        JsonFiles.Write(File, new JsonObject());

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
    }

    [Fact]
    public void A_written_file_leaves_nothing_beside_it()
    {
        JsonFiles.Write(File, new JsonObject());
        JsonFiles.Write(File, new JsonObject { ["again"] = true });

        Assert.Equal([File], Directory.GetFiles(Path.GetDirectoryName(File)!));
        Assert.True(JsonFiles.Read(File)!["again"]!.GetValue<bool>());
    }

    [Fact]
    public void A_write_that_fails_leaves_no_draft()
    {
        Directory.CreateDirectory(File);

        Assert.ThrowsAny<Exception>(() => JsonFiles.Write(File, new JsonObject()));

        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(File)!));
    }

    [Fact]
    public void A_link_stays_a_link()
    {
        var target = Path.Combine(_folder.Path, "target.json");
        System.IO.File.WriteAllText(target, "{}");
        var link = Path.Combine(_folder.Path, "link.json");
        System.IO.File.CreateSymbolicLink(link, target);

        JsonFiles.Write(link, new JsonObject { ["new"] = true });

        Assert.NotNull(new FileInfo(link).LinkTarget);
        Assert.True(JsonFiles.Read(target)!["new"]!.GetValue<bool>());
    }

    [Theory]
    [InlineData(null, "{}")]
    [InlineData("{}", null)]
    [InlineData("{}", "{} ")]
    [InlineData("{\"a\":1}", "{\"a\":2}")]
    public void A_file_that_is_not_as_expected_stays_as_it_is(string? expected, string? present)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        if (present is not null)
        {
            System.IO.File.WriteAllText(File, present);
        }

        Assert.False(JsonFiles.TryReplace(File, "new"u8, keepsMode: false, Bytes(expected)));

        Assert.Equal(present, System.IO.File.Exists(File) ? System.IO.File.ReadAllText(File) : null);
        Assert.DoesNotContain(Directory.GetFiles(Path.GetDirectoryName(File)!), file => file != File && !file.EndsWith(".lock", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{}")]
    public void A_file_that_is_as_expected_is_replaced(string? present)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        if (present is not null)
        {
            System.IO.File.WriteAllText(File, present);
        }

        Assert.True(JsonFiles.TryReplace(File, "new"u8, keepsMode: false, Bytes(present)));

        Assert.Equal("new", System.IO.File.ReadAllText(File));
        Assert.Equal([File], Directory.GetFiles(Path.GetDirectoryName(File)!).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_change_is_made_again_upon_an_edit_by_hand()
    {
        JsonFiles.Write(File, new JsonObject { ["n"] = 1 });
        var times = 0;

        JsonFiles.Change(File, root =>
        {
            if (times++ == 0)
            {
                System.IO.File.WriteAllText(File, """{"n":1,"hand":true}""");
            }

            root["n"] = 2;
            return true;
        });

        Assert.Equal("""{"n":2,"hand":true}""", JsonFiles.Read(File)!.ToJsonString());
        Assert.Equal(2, times);
    }

    [Fact]
    public void A_change_makes_the_file_that_is_not_there_and_nothing_if_nothing_changes()
    {
        JsonFiles.Change(File, _ => false);
        Assert.False(System.IO.File.Exists(File));

        JsonFiles.Change(File, root =>
        {
            root["n"] = 1;
            return true;
        });

        Assert.Equal("""{"n":1}""", JsonFiles.Read(File)!.ToJsonString());
    }

    [Fact]
    public void The_drafts_of_killed_writes_are_swept_and_nothing_else()
    {
        var folder = Path.GetDirectoryName(File)!;
        Directory.CreateDirectory(folder);
        string[] others = [File, File + ".tmp", File + ".mine.tmp", Path.Combine(folder, $"other.json.{Guid.NewGuid():N}.tmp"), $"{File}.{Guid.NewGuid():N}.bak"];
        foreach (var name in others.Append($"{File}.{Guid.NewGuid():N}.tmp"))
        {
            System.IO.File.WriteAllText(name, "{");
        }

        using var writing = new FileStream($"{File}.{Guid.NewGuid():N}.tmp", FileMode.CreateNew, FileAccess.Write, FileShare.None);
        JsonFiles.SweepDrafts(File);
        JsonFiles.SweepDrafts(Path.Combine(_folder.Path, "no", "such", "folder.json"));

        Assert.Equal(others.Append(writing.Name).Order(), Directory.GetFiles(folder).Order());
    }

    [Fact]
    public void The_drafts_of_a_link_are_swept_where_it_leads()
    {
        var target = Path.Combine(_folder.Path, "target.json");
        System.IO.File.WriteAllText(target, "{}");
        System.IO.File.WriteAllText($"{target}.{Guid.NewGuid():N}.tmp", "{");
        var link = Path.Combine(_folder.Path, "link.json");
        System.IO.File.CreateSymbolicLink(link, target);

        JsonFiles.SweepDrafts(link);

        Assert.Equal(new[] { link, target }, Directory.GetFiles(_folder.Path).Order());
    }

    private static ReadOnlyMemory<byte>? Bytes(string? text) => text is null ? default(ReadOnlyMemory<byte>?) : System.Text.Encoding.UTF8.GetBytes(text);

    [Fact]
    public void An_absent_file_reads_as_null() => Assert.Null(JsonFiles.Read(File));

    [Fact]
    public void A_byte_order_mark_is_not_part_of_the_content()
    {
        var file = Path.Combine(_folder.Path, "bom.json");
        System.IO.File.WriteAllBytes(file, [0xEF, 0xBB, 0xBF, (byte)'{', (byte)'}']);

        Assert.Empty(JsonFiles.Read(file)!);
    }

    [Theory]
    [InlineData("{\"key\": \"secret", "is not valid JSON (line 1, byte 16): a text is not closed by a double quote on its line")]
    [InlineData("{\"key\": \"secret\n\"}", "is not valid JSON (line 1, byte 16): a text is not closed by a double quote on its line")]
    [InlineData("{\"key\": \"sec\\qret\"}", "is not valid JSON (line 1, byte 14): a text is not closed by a double quote on its line, or holds an invalid escape")]
    [InlineData("{\n  \"key\": secret\n}", "is not valid JSON (line 2, byte 10): expected a value after the name")]
    [InlineData("{\"a\" 1}", "is not valid JSON (line 1, byte 6): expected a colon after the name")]
    [InlineData("{\"a\": 1, \"b\" 2}", "is not valid JSON (line 1, byte 14): expected a colon after the name")]
    [InlineData("{\"a\": 1 \"b\": 2}", "is not valid JSON (line 1, byte 9): expected a comma or }")]
    [InlineData("{\"a\": 1,\n}", "is not valid JSON (line 2, byte 1): expected another member after the comma, or no comma")]
    [InlineData("{\"a\": [1,]}", "is not valid JSON (line 1, byte 10): expected another value after the comma, or no comma")]
    [InlineData("{\"a\": [1 2]}", "is not valid JSON (line 1, byte 10): expected a comma or ]")]
    [InlineData("{a: 1}", "is not valid JSON (line 1, byte 2): expected a name in double quotes")]
    [InlineData("{'a': 1}", "is not valid JSON (line 1, byte 2): names and texts must be in double quotes")]
    [InlineData("{ // secret\n}", "is not valid JSON (line 1, byte 3): comments are not allowed")]
    [InlineData("{\"a\": 1", "is not valid JSON (line 1, byte 8): expected a comma or }")]
    [InlineData("{\"a\": true", "is not valid JSON (line 1, byte 11): expected a comma or }")]
    [InlineData("{\"a\": [[", "is not valid JSON (line 1, byte 9): expected a value")]
    [InlineData("{}}", "is not valid JSON (line 1, byte 3): expected the end of the file after the last }")]
    [InlineData("[\"secret\"]", "must be a JSON object")]
    [InlineData("{\"secret\":1,\"secret\":2}", "is not valid JSON: it names a member twice")]
    [InlineData("", "is not valid JSON (line 1, byte 1): expected {")]
    public void A_file_without_an_object_is_refused_without_quoting_it(string content, string message)
    {
        var file = Path.Combine(_folder.Path, "broken.json");
        System.IO.File.WriteAllText(file, content);

        var exception = Assert.Throws<InvalidDataException>(() => JsonFiles.Read(file));

        Assert.StartsWith(message, exception.Message);
        Assert.DoesNotContain("secret", exception.ToString());
    }

    public void Dispose() => _folder.Dispose();
}
