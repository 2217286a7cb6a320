using RouterMaestro.Cli.Clients.Files;

namespace RouterMaestro.Cli.Tests.Clients;

/// <summary>A change of a TOML text touches what it is about, and no other character.</summary>
public sealed class TomlEditTests
{
    [Theory]
    [InlineData("", "model = \"m\"\n")]
    [InlineData("model = 'm' # mine\n", "model = 'm' # mine\n")]
    [InlineData("model=\"old\"   # mine\r\nx = 1\r\n", "model=\"m\"   # mine\r\nx = 1\r\n")]
    [InlineData("x = 1 # one\n\n[t]\ny = 2\n", "x = 1 # one\nmodel = \"m\"\n\n[t]\ny = 2\n")]
    [InlineData("x = 1", "x = 1\nmodel = \"m\"\n")]
    [InlineData("# head\n\n# about t\n[t] # t\nmodel = 2\n", "# head\n\nmodel = \"m\"\n\n# about t\n[t] # t\nmodel = 2\n")]
    [InlineData("x = '''\n[no]\nmodel = 1\n'''\n[[a]]\n", "x = '''\n[no]\nmodel = 1\n'''\nmodel = \"m\"\n[[a]]\n")]
    [InlineData("# only a comment", "# only a comment\nmodel = \"m\"\n")]
    public void A_key_of_the_top_is_set(string before, string after)
    {
        var edit = new TomlEdit(before);
        edit.Set("m", "model");
        Assert.Equal(after, edit.Text);
    }

    [Theory]
    [InlineData("", "[p.q-r]\nname = \"n\"\n")]
    [InlineData("x = 1\n", "x = 1\n\n[p.q-r]\nname = \"n\"\n")]
    [InlineData("x = 1", "x = 1\n\n[p.q-r]\nname = \"n\"\n")]
    [InlineData("[p.\"q-r\"] # here\nother = [\n  1,\n]\n\n# next\n[z]\n", "[p.\"q-r\"] # here\nother = [\n  1,\n]\nname = \"n\"\n\n# next\n[z]\n")]
    [InlineData("[p.q-r]\n[z]\n", "[p.q-r]\nname = \"n\"\n[z]\n")]
    [InlineData("[p.q-r.auth]\nc = 1\n", "[p.q-r.auth]\nc = 1\n\n[p.q-r]\nname = \"n\"\n")]
    public void A_key_of_a_table_is_set(string before, string after)
    {
        var edit = new TomlEdit(before);
        edit.Set("n", "p", "q-r", "name");
        Assert.Equal(after, edit.Text);
    }

    [Theory]
    [InlineData("p = { q = { x = 1 } }\n")]
    [InlineData("p.q.x = 1\n")]
    public void A_table_in_another_form_is_not_broken(string text)
    {
        var edit = new TomlEdit(text);
        var error = Record.Exception(() =>
        {
            edit.Set("n", "p", "q", "name");
            return edit.Text;
        });
        Assert.IsType<SettingsFormatException>(error);
    }

    [Theory]
    [InlineData("a = 1\nmodel = 'x' # gone\nb = 2\n", "a = 1\nb = 2\n")]
    [InlineData("  model = '''\nx'''\n", "")]
    [InlineData("a = 1\n", "a = 1\n")]
    public void A_key_is_removed(string before, string after)
    {
        var edit = new TomlEdit(before);
        edit.Remove("model");
        Assert.Equal(after, edit.Text);
    }

    [Fact]
    public void A_table_is_removed_with_those_in_it()
    {
        var edit = new TomlEdit("a = 1\n\n[p.q]\nx = 1\n\n[p.q.auth]\ny = 2\n\n# about z\n[p.z]\nw = 3\n");
        Assert.True(edit.RemoveTable("p", "q"));
        Assert.Equal("a = 1\n\n# about z\n[p.z]\nw = 3\n", edit.Text);
    }

    [Theory]
    [InlineData("a = \n", 1)]
    [InlineData("a = 1\n[b\n", 2)]
    [InlineData("a = 1\na = 2\n", 2)]
    public void What_cannot_be_edited_is_said(string text, int line) =>
        Assert.Equal($"is not valid TOML (line {line})", Assert.Throws<SettingsFormatException>(() => new TomlEdit(text)).Message);

    [Fact]
    public void Values_are_quoted_as_they_need_it()
    {
        var edit = new TomlEdit("");
        edit.Set("""C:\a"b""", "path");
        edit.Set(new[] { "it's", "x" }, "list");
        Assert.Equal("path = 'C:\\a\"b'\nlist = [\"it's\", \"x\"]\n", edit.Text);
        Assert.Equal("""C:\a"b""", new TomlEdit(edit.Text).GetText("path"));
    }
}
