using RouterMaestro.Cli.Clients.Files;

namespace RouterMaestro.Cli.Tests.Clients;

public sealed class ExportsEditTests
{
    [Theory]
    [InlineData("", "export A='it'\\''s'\n")]
    [InlineData("# mine\nB=1", "# mine\nB=1\nexport A='it'\\''s'\n")]
    [InlineData("A=old\r\nexport B=2\r\n", "export A='it'\\''s'\r\nexport B=2\r\n")]
    [InlineData("export A='it'\\''s'\n# end\n", "export A='it'\\''s'\n# end\n")]
    public void A_variable_is_set(string before, string after)
    {
        var edit = new ExportsEdit(before);
        edit.Set("A", "it's");
        Assert.Equal(after, edit.Text);
        Assert.Equal("it's", edit.Get("A"));
    }

    [Fact]
    public void A_variable_is_removed_wherever_it_is_set()
    {
        var edit = new ExportsEdit("A=1\nAB=2\nexport A=3\n");
        Assert.True(edit.Remove("A"));
        Assert.Equal("AB=2\n", edit.Text);
    }
}
