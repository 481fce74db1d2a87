"""The desk as strangers find it: attacked over real connections, by what no browser and no channel would send."""
