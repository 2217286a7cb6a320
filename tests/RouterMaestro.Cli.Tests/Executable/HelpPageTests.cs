using RouterMaestro.TestKit;

namespace RouterMaestro.Cli.Tests.Executable;

/// <summary>The help of every command and group, as it was when somebody last looked at it. <c>UPDATE_GOLDEN=1</c> writes the files anew.</summary>
public sealed class HelpPageTests
{
    private static readonly bool _isUpdate = Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1";

    [Fact]
    public async Task Help_is_what_the_files_say()
    {
        var folder = Folder();
        var pages = CommandTree.Pages();
        foreach (var words in pages)
        {
            using var home = new TestHome();
            Assert.Equal(0, await home.RunAsync([.. words, "--help"]));
            var file = Path.Combine(folder, FileOf(words));
            var page = home.Out.ReplaceLineEndings("\n");
            if (_isUpdate)
            {
                Directory.CreateDirectory(folder);
                await File.WriteAllTextAsync(file, page);
            }

            Assert.True(File.Exists(file), $"{file} is missing: UPDATE_GOLDEN=1 writes it");
            Assert.Equal((await File.ReadAllTextAsync(file)).ReplaceLineEndings("\n"), page);
        }

        var expected = pages.Select(FileOf).ToHashSet();
        foreach (var left in Directory.GetFiles(folder).Where(file => !expected.Contains(Path.GetFileName(file))))
        {
            Assert.True(_isUpdate, $"{left} is the help of no command");
            File.Delete(left);
        }
    }

    [Fact]
    public async Task Every_command_has_an_example()
    {
        foreach (var command in CommandTree.Commands())
        {
            using var home = new TestHome();
            await home.RunAsync([.. command.Words, "--help"]);
            Assert.Matches($@"\nExample:\n  .*router-maestro {command.Words[0]}\b", home.Out.ReplaceLineEndings("\n"));
        }
    }

    private static string FileOf(IReadOnlyList<string> words) => words.Count == 0 ? "router-maestro.txt" : string.Join('-', words) + ".txt";

    private static string Folder() => Path.Combine(Repository.Root, "tests", "RouterMaestro.Cli.Tests", "Golden");
}
